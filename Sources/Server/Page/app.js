// SPDX-License-Identifier: Apache-2.0

// The page: sends pictures, shows their jobs as the server's events tell of them, opens viewers.
// Whatever comes from the server or a file's name becomes text, never markup.

const find = (id) => document.getElementById(id);

// MARK: Server

/** Answers a request; asks for the token first where the server wants one. */
async function ask(path, options = {}) {
  for (;;) {
    const response = await fetch(path, { credentials: "same-origin", ...options });
    if (response.status !== 401 || path === "/v1/session") return response;
    await logIn();
  }
}

let loggingIn = null;

/** Resolves when the server has taken a token; several requests wait for the one dialog. */
function logIn() {
  loggingIn ??= new Promise((resolve) => {
    const dialog = find("login");
    find("login-form").onsubmit = async (event) => {
      event.preventDefault();
      const response = await ask("/v1/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token: find("token").value.trim() }),
      });
      find("login-error").hidden = response.ok;
      if (!response.ok) return find("token").select();
      find("token").value = "";
      find("leave").hidden = false;
      localStorage.setItem("loggedIn", "yes");
      dialog.close();
      loggingIn = null;
      resolve();
    };
    // There is nothing to see without the token.
    dialog.oncancel = (event) => event.preventDefault();
    if (!dialog.open) dialog.showModal();
  });
  return loggingIn;
}

find("leave").hidden = localStorage.getItem("loggedIn") === null;
find("leave").onclick = async () => {
  localStorage.removeItem("loggedIn");
  await ask("/v1/session", { method: "DELETE" });
  location.reload();
};

/** What an answer that is no success says. */
async function complaint(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `the server answered ${response.status}`;
  }
}

// MARK: Words

const bytesText = (bytes) => {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
};

const dateText = (date) => new Date(date).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

const fileNames = {
  "view.html": "3D viewer",
  "mesh.glb": "Mesh",
  "cloud.ply": "Point cloud",
  "preview.png": "Depth in colours",
  "depth.png": "Depth, 16 bits",
  "depth.exr": "Depth, OpenEXR",
  "depth.npy": "Depth, NumPy",
  "depth.pfm": "Depth, PFM",
  "depth.json": "What the numbers mean",
};

/** Files that the page itself shows. */
const hiddenFiles = new Set(["thumbnail.jpg", "depth-thumbnail.jpg"]);

function stateText(job) {
  switch (job.state) {
    case "queued":
      return "Waits for its turn";
    case "running":
      return { reading: "Reads the photo", predicting: "Predicts depth", writing: "Writes files" }[job.stage] ?? "Works";
    case "done":
      return `Done in ${secondsText(job.seconds)}`;
    case "failed":
      return `Failed: ${job.error?.message ?? "the server does not say why"}`;
    default:
      return "Cancelled";
  }
}

function secondsText(seconds) {
  const all = seconds ? seconds.reading + seconds.predicting + seconds.writing : 0;
  return all < 10 ? `${all.toFixed(1)} s` : `${Math.round(all)} s`;
}

function announce(text) {
  find("announce").textContent = text;
}

// MARK: Cards

/** Cards by job ID. */
const cards = new Map();

/** A card like a job's, for a picture that has no job yet. */
function makeCard(title) {
  const card = find("job").content.firstElementChild.cloneNode(true);
  card.querySelector("h3").textContent = title;
  return card;
}

function show(job) {
  let card = cards.get(job.id);
  if (!card) {
    card = makeCard(job.title);
    adopt(card, job);
    insert(card);
  }
  update(card, job);
}

/** Makes a card the one of a job. */
function adopt(card, job) {
  cards.set(job.id, card);
  card.dataset.created = job.created;
  const remove = card.querySelector(".remove");
  remove.onclick = () => removeJob(job.id, remove);
  card.querySelector(".view").onclick = () => openViewer(card.job);
}

/** The newest come first. */
function insert(card) {
  const list = find("jobs");
  const later = [...list.children].find((other) => (other.dataset.created ?? "~") < card.dataset.created);
  list.insertBefore(card, later ?? null);
  countCards();
}

function update(card, job) {
  const before = card.job;
  card.job = job;
  card.dataset.id = job.id;
  card.dataset.state = job.state;
  card.querySelector("h3").textContent = job.title;
  card.querySelector(".facts").textContent =
    `${job.picture.width} x ${job.picture.height}, ${bytesText(job.picture.bytes)}, ${dateText(job.created)}`;
  card.querySelector(".state").textContent = stateText(job);
  const progress = card.querySelector("progress");
  progress.hidden = job.state !== "running";
  progress.value = job.progress;
  progress.setAttribute("aria-label", `Progress of ${job.title}`);
  updatePictures(card, job);
  updateActions(card, job);
  if (before && before.state !== job.state) announce(`${job.title}: ${stateText(job)}`);
}

function updatePictures(card, job) {
  const link = (name) => job.files.find((file) => file.name === name)?.link;
  setSource(card.querySelector(".photo"), link("thumbnail.jpg"), `Photo: ${job.title}`);
  const depth = card.querySelector(".depth");
  depth.hidden = !link("preview.png");
  if (depth.hidden) return;
  depth.href = link("preview.png");
  depth.setAttribute("aria-label", `Depth of ${job.title}, large, in a new tab`);
  setSource(depth.firstElementChild, link("depth-thumbnail.jpg"), `Depth in colours: ${job.title}`);
}

function setSource(image, source, text) {
  if (source && image.getAttribute("src") !== source) image.src = source;
  image.alt = text;
}

function updateActions(card, job) {
  const isPending = job.state === "queued" || job.state === "running";
  card.querySelector(".view").hidden = !job.files.some((file) => file.name === "view.html");
  const remove = card.querySelector(".remove");
  remove.dataset.words = isPending ? "Cancel" : "Remove";
  if (!remove.classList.contains("sure")) remove.textContent = remove.dataset.words;
  remove.setAttribute("aria-label", `${remove.dataset.words} ${job.title}`);
  const files = card.querySelector(".files");
  files.hidden = job.state !== "done";
  if (files.hidden) return;
  files.querySelector("ul").replaceChildren(
    ...job.files.filter((file) => !hiddenFiles.has(file.name)).map((file) => fileItem(job, file)));
}

function fileItem(job, file) {
  const link = document.createElement("a");
  link.href = file.link;
  link.download = `${job.title.replace(/\.[^.]*$/, "")}-${file.name}`;
  for (const text of [fileNames[file.name] ?? file.name, `${file.name.split(".").pop()}, ${bytesText(file.bytes)}`]) {
    link.append(Object.assign(document.createElement("span"), { textContent: text }));
  }
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function countCards() {
  const count = find("jobs").childElementCount;
  find("count").textContent = count === 0 ? "" : `${count}`;
  find("empty").hidden = count !== 0;
}

function dropCard(card, id) {
  const next = card.nextElementSibling ?? card.previousElementSibling;
  if (card.contains(document.activeElement)) (next?.querySelector("button:not([hidden])") ?? find("choose")).focus();
  card.remove();
  cards.delete(id);
  countCards();
}

/** Cancels at once; asks a second time before files go. */
async function removeJob(id, button) {
  const job = cards.get(id).job;
  const hasResults = job.state === "done";
  if (hasResults && !button.classList.contains("sure")) {
    button.classList.add("sure");
    button.textContent = "Remove for good?";
    const forget = () => {
      button.classList.remove("sure");
      button.textContent = button.dataset.words;
    };
    // Whoever types is given time: the question stands while the button has the focus.
    button.addEventListener("blur", forget, { once: true });
    setTimeout(() => document.activeElement === button || forget(), 4000);
    return;
  }
  const response = await ask(`/v1/jobs/${id}`, { method: "DELETE" });
  const card = cards.get(id);
  if (!card) return;
  if (response.status === 204 || response.status === 404) {
    announce(`${job.title}: removed`);
    return dropCard(card, id);
  }
  if (response.ok) update(card, await response.json());
  else card.querySelector(".state").textContent = await complaint(response);
}

// MARK: Uploads

const waiting = [];
let isUploading = false;
/** A browser does not hear the answer to an upload that is refused while it is on its way. */
const largestUpload = fetch("/health").then((response) => response.json()).then((health) => health.uploadBytes);

function add(files) {
  for (const file of files) {
    const card = makeCard(file.name);
    card.dataset.state = "waiting";
    card.dataset.created = "~";
    card.querySelector(".state").textContent = "Waits to be sent";
    // Only what browsers decode by themselves can be shown before the server has seen it.
    if (/^image\/(jpeg|png|webp)$/.test(file.type)) card.querySelector(".photo").src = URL.createObjectURL(file);
    card.querySelector(".photo").alt = `Photo: ${file.name}`;
    const entry = { file, card, key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, query: query(file) };
    const remove = card.querySelector(".remove");
    remove.textContent = "Cancel";
    remove.onclick = () => abandon(entry);
    find("jobs").prepend(card);
    waiting.push(entry);
  }
  countCards();
  announce(files.length === 1 ? `${files[0].name} is sent` : `${files.length} pictures are sent`);
  sendNext();
}

function query(file) {
  const form = new FormData(find("options"));
  const values = { title: file.name, formats: form.getAll("formats").join(",") };
  for (const name of ["size", "ensemble", "cameraHeight"]) values[name] = form.get(name);
  // URLSearchParams would write spaces as plus signs, which are none in a URL's query.
  return Object.entries(values).filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

function abandon(entry) {
  entry.isAbandoned = true;
  entry.request?.abort();
  releasePhoto(entry.card);
  entry.card.remove();
  countCards();
}

function releasePhoto(card) {
  const photo = card.querySelector(".photo");
  if (photo.src.startsWith("blob:")) URL.revokeObjectURL(photo.src);
}

async function sendNext() {
  if (isUploading) return;
  isUploading = true;
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
    if (!entry.isAbandoned) await sendIfFit(entry);
  }
  isUploading = false;
}

async function sendIfFit(entry) {
  const largest = await largestUpload.catch(() => Infinity);
  if (entry.file.size <= largest) return sendUntilAnswered(entry);
  const message = `${bytesText(entry.file.size)} is more than the ${bytesText(largest)} that the server takes`;
  return refused(entry, 413, { error: { message } });
}

/** Sends again, under the same key, where the connection broke or the queue is full. */
async function sendUntilAnswered(entry) {
  const state = entry.card.querySelector(".state");
  for (let attempt = 0; !entry.isAbandoned; attempt += 1) {
    const { status, body, retryAfter } = await send(entry);
    if (entry.isAbandoned) return;
    entry.card.querySelector("progress").hidden = true;
    if (status === 401) {
      await logIn();
    } else if (status === 429 || status === 409 || (status === 0 && attempt < 5)) {
      state.textContent = status === 429 ? "Waits: the server's queue is full" : "Waits: the connection broke";
      await new Promise((resolve) => setTimeout(resolve, 1000 * (retryAfter || Math.min(2 ** attempt, 15))));
    } else {
      return status === 200 || status === 202 ? accepted(entry, body) : refused(entry, status, body);
    }
  }
}

function accepted(entry, job) {
  const known = cards.get(job.id);
  // An event may have come before the answer.
  if (known && known !== entry.card) known.remove();
  adopt(entry.card, job);
  releasePhoto(entry.card);
  update(entry.card, known?.job ?? job);
  countCards();
}

function refused(entry, status, body) {
  entry.card.dataset.state = "failed";
  entry.card.querySelector(".state").textContent =
    body?.error?.message ?? (status === 0 ? "The server cannot be reached" : `The server answered ${status}`);
  announce(`${entry.file.name}: ${entry.card.querySelector(".state").textContent}`);
  const remove = entry.card.querySelector(".remove");
  remove.textContent = "Remove";
  remove.onclick = () => abandon(entry);
}

/** One try: status 0 where there was no answer. `fetch` tells nothing of an upload's progress. */
function send(entry) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    entry.request = request;
    const progress = entry.card.querySelector("progress");
    progress.hidden = false;
    progress.setAttribute("aria-label", `Upload of ${entry.file.name}`);
    request.upload.onprogress = (event) => {
      progress.value = event.loaded / Math.max(event.total, 1);
      const isSent = event.loaded === event.total;
      entry.card.querySelector(".state").textContent = isSent ? "The server looks at it" : "Is sent";
    };
    request.onloadend = () => {
      let body = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        // Without a body the status says enough.
      }
      resolve({ status: request.status, body, retryAfter: Number(request.getResponseHeader("Retry-After")) });
    };
    request.open("POST", `/v1/depth?${entry.query}`);
    request.setRequestHeader("Content-Type", entry.file.type || "application/octet-stream");
    request.setRequestHeader("Idempotency-Key", entry.key);
    request.send(entry.file);
  });
}

const drop = find("drop");

find("choose").onchange = (event) => {
  add([...event.target.files]);
  event.target.value = "";
};

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    drop.classList.add("over");
  });
}

for (const name of ["dragleave", "drop", "dragend"]) {
  document.addEventListener(name, (event) => {
    if (name === "dragleave" && event.relatedTarget) return;
    drop.classList.remove("over");
  });
}

document.addEventListener("drop", (event) => {
  if (event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  add([...event.dataTransfer.files]);
});

// MARK: Viewer

function openViewer(job) {
  const link = job.files.find((file) => file.name === "view.html").link;
  find("viewer-title").textContent = job.title;
  find("viewer-tab").href = link;
  find("viewer-frame").src = link;
  find("viewer").showModal();
  // Escape closes it from here, and Tab goes on into the viewer.
  find("viewer-close").focus();
}

find("viewer-close").onclick = () => find("viewer").close();
// Nothing of it goes on behind the page.
find("viewer").onclose = () => find("viewer-frame").removeAttribute("src");

// MARK: Events

/** Shows what there is; called whenever events may have been missed. */
async function refresh() {
  const response = await ask("/v1/jobs");
  if (!response.ok) throw new Error(await complaint(response));
  const { jobs } = await response.json();
  const ids = new Set(jobs.map((job) => job.id));
  for (const [id, card] of cards) if (!ids.has(id)) dropCard(card, id);
  for (const job of jobs) show(job);
  countCards();
}

function listen() {
  const events = new EventSource("/v1/events");
  events.onopen = async () => {
    find("connection").textContent = "";
    await refresh();
  };
  events.addEventListener("job", (event) => show(JSON.parse(event.data)));
  events.addEventListener("removed", (event) => {
    const { id } = JSON.parse(event.data);
    if (cards.has(id)) dropCard(cards.get(id), id);
  });
  events.onerror = () => {
    events.close();
    find("connection").textContent = "The server cannot be reached";
    setTimeout(start, 2000);
  };
}

/** Asks for the jobs first: an event source does not say that it was turned away. */
async function start() {
  try {
    await refresh();
    listen();
  } catch {
    find("connection").textContent = "The server cannot be reached";
    setTimeout(start, 3000);
  }
}

start();

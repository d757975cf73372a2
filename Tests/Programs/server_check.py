# SPDX-License-Identifier: Apache-2.0
"""Checks the page of `rotunda serve` in headless Chromium: from a file that is dropped to a distance in 3D.

    python3 Tests/Programs/server_check.py .build/release/rotunda [--screenshots FOLDER] [--panoramas FILE ...]

Needs numpy, Pillow and Chromium. `--panoramas` are added to the pictures that the screenshots show.
"""

import argparse
import http.client
import io
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

import numpy as np
from PIL import Image

from chromium import Chromium
from viewer_check import Checks

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "samples" / "room.jpg"
TOKEN = "a token for the page alone"
DONE = "!!document.querySelector('.job[data-state=done] .view:not([hidden])')"


class Server:
    """A running `rotunda serve` with a data folder of its own."""

    def __init__(self, program, folder, token=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder)} | ({"ROTUNDA_TOKEN": token} if token else {})
        self.log = open(pathlib.Path(folder, "log.txt"), "wb")
        self.process = subprocess.Popen(
            [program, "serve", "--port", str(self.port), "--data", str(pathlib.Path(folder, "data"))], cwd=folder,
            env=environment, stdout=self.log, stderr=self.log)  # fmt: skip
        for _ in range(200):
            try:
                if self.get("/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server does not start")

    def get(self, path):
        """Status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        result = answer.status, answer.read()
        connection.close()
        return result

    def jobs(self):
        return json.loads(self.get("/v1/jobs")[1])["jobs"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(40)
        self.log.close()


def picture(page, clip=None):
    """The window's colours in [0, 1]."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")) / 255


def box(page, selector):
    """Where an element is, as a clip."""
    return page.evaluate(
        f"(e => {{ e.scrollIntoView(); const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] }})"
        f"(document.querySelector({json.dumps(selector)}))")  # fmt: skip


def variety(colours):
    """Standard deviation over the picture, of the least varied channel."""
    return colours.reshape(-1, 3).std(axis=0).min()


def focus(page):
    """What has the focus, for people."""
    return page.evaluate("(e => e.id || e.className || e.tagName)(document.activeElement)")


def tab_to(page, condition, most=60):
    """Presses Tab until the focused element `e` satisfies a condition; whether it did."""
    for _ in range(most):
        page.press("Tab")
        if page.evaluate(f"(e => {condition})(document.activeElement)"):
            return True
    return False


# -- what is checked


def check_drop(page, server, check):
    """A dropped file becomes depth, with news on the way, and without a reload."""
    page.wait_for("!document.querySelector('#empty').hidden")
    page.drop_files("#drop", [SAMPLE])
    page.wait_for("document.querySelector('.job')")
    title = page.evaluate("document.querySelector('.job h3').textContent")
    check(title == "room.jpg", "a card for the picture appears", title)
    states = set()
    while not page.evaluate(f"{DONE}"):
        states.add(page.evaluate("document.querySelector('.job')?.dataset.state"))
        page.browser.listen(0.02)
    check({"queued", "running"} & states, "its state is followed", ", ".join(sorted(map(str, states))))
    page.wait_for("document.querySelector('.job .depth img').naturalWidth > 0")
    page.browser.listen(0.3)
    for selector in (".job .photo", ".job .depth img"):
        varied = variety(picture(page, box(page, selector)))
        check(varied > 0.08, f"{selector} shows a picture", f"{varied:.2f}")
    job = server.jobs()[0]
    listed = page.evaluate("[...document.querySelectorAll('.job .files a')].map(a => a.getAttribute('href'))")
    links = {file["link"] for file in job["files"]}
    check(len(listed) >= 7 and set(listed) < links, "every file can be had", len(listed))
    check(all(server.get(link)[0] == 200 for link in listed), "every link answers")


def check_viewer(page, server, check, screenshots):
    """The room opens in 3D, its canvas shows it from elsewhere, and measures as the depth map does."""
    page.click_on(".job .view")
    page.wait_for("document.querySelector('#viewer').open")
    page.browser.listen(4)
    frame = box(page, "#viewer-frame")
    check(frame[3] > 500, "the viewer fills the window", frame)
    check(variety(picture(page, frame)) > 0.08, "the viewer shows the room")
    if screenshots:
        page.screenshot(screenshots / "server-viewer.png")
    page.press("Escape")
    check(not page.evaluate("document.querySelector('#viewer').open"), "Escape closes the viewer")
    link = next(file["link"] for file in server.jobs()[0]["files"] if file["name"] == "view.html")
    viewer = page.browser.open(server.origin + link)
    viewer.wait_for("window.rotunda?.ready")
    looked = picture(viewer)
    viewer.evaluate("rotunda.setMode('walk').then(() => rotunda.stand([0.3, 0.1, -0.5]))")
    viewer.browser.listen(0.5)
    walked = picture(viewer)
    check(variety(walked) > 0.08, "the canvas shows the room where one walks")
    difference = np.abs(looked - walked).mean()
    check(difference > 0.02, "and it is seen from elsewhere", f"{difference:.3f}")
    check_measure(viewer, server, check)
    opaque = viewer.evaluate("(() => { try { return document.cookie === null } catch { return true } })()")
    check(opaque and viewer.evaluate("window.origin") == "null", "the viewer is a stranger to the page")
    check(not viewer.problems, "no error in the viewer", "; ".join(viewer.problems))
    viewer.close()


def check_measure(viewer, server, check):
    """A distance in the viewer against the same from the depth map that the API gives."""
    depth_link = next(file["link"] for file in server.jobs()[0]["files"] if file["name"] == "depth.png")
    depth = np.asarray(Image.open(io.BytesIO(server.get(depth_link)[1]))) / 1000
    height, width = depth.shape
    pixels = [(int(0.3 * width), int(0.55 * height)), (int(0.6 * width), int(0.6 * height))]
    points = []
    for column, row in pixels:
        longitude = 2 * np.pi * (column + 0.5) / width - np.pi
        latitude = np.pi / 2 - np.pi * (row + 0.5) / height
        ray = [np.cos(latitude) * np.sin(longitude), np.sin(latitude), -np.cos(latitude) * np.cos(longitude)]
        points.append(depth[row, column] * np.array(ray))
    expected = np.linalg.norm(points[0] - points[1])
    first, second = ([p + 0.5 for p in pixel] for pixel in pixels)
    found = viewer.evaluate(f"rotunda.measure({first}, {second})")["metres"]
    check(abs(found / expected - 1) < 0.02, "the viewer measures", f"{found:.2f} m of {expected:.2f} m")


def check_refusals(page, folder, check):
    """What the server refuses is said on its card."""
    broken = pathlib.Path(folder, "<img src=x>.jpg")
    broken.write_bytes(SAMPLE.read_bytes()[:30_000])
    page.set_files("#choose", [broken])
    text = page.wait_for("[...document.querySelectorAll('.job[data-state=failed] .state')].map(e => e.textContent)[0]")
    check("ends too early" in text, "a broken picture is refused in words", text)
    check(page.evaluate("document.querySelector('.job[data-state=failed] h3').textContent") == broken.name
          and not page.evaluate("document.querySelector('h3 img')"), "a file's name is text")  # fmt: skip
    page.click_on(".job[data-state=failed] .remove")
    check(page.evaluate("document.querySelectorAll('.job').length") == 1, "its card goes")
    large = pathlib.Path(folder, "large & wide.jpg")
    with open(large, "wb") as file:
        file.truncate(129_000_000)
    page.set_files("#choose", [large])
    text = page.wait_for("[...document.querySelectorAll('.job[data-state=failed] .state')].map(e => e.textContent)[0]")
    check("129 MB is more than the 128 MB" in text, "a picture that is too large is not sent", text)
    page.click_on(".job[data-state=failed] .remove")


def check_keyboard(page, server, folder, check):
    """From the file to 3D and to an empty list by keyboard alone."""
    page.go(server.origin)
    page.wait_for(DONE)
    check(tab_to(page, "e.id === 'choose'"), "Tab reaches the choice of files", focus(page))
    check(outlined(page, "#drop"), "and shows where it is")
    check(tab_to(page, "e.tagName === 'SUMMARY'"), "Tab reaches the options")
    page.press("Enter")
    check(tab_to(page, "e.name === 'formats' && e.value === 'npy'"), "Tab reaches the formats")
    page.press(" ")
    check(page.evaluate("document.activeElement.checked"), "Space chooses one")
    spaced = pathlib.Path(folder, "Grandma's living room + hall, 50 % & more.jpg")
    spaced.write_bytes(SAMPLE.read_bytes())
    page.set_files("#choose", [spaced])
    page.wait_for("document.querySelectorAll('.job[data-state=done]').length === 2")
    check(server.jobs()[0]["title"] == spaced.name, "a name keeps its spaces and signs", server.jobs()[0]["title"])
    newest = json.dumps(server.jobs()[0]["options"]["formats"])
    check("npy" in newest, "the choice is obeyed", newest)
    page.go(server.origin)
    page.wait_for("document.querySelectorAll('.job').length === 2")
    check(tab_to(page, "e.classList.contains('view')"), "Tab reaches the first room")
    page.press("Enter")
    check(page.evaluate("document.querySelector('#viewer').open"), "Enter opens it in 3D")
    page.press("Escape")
    check(not page.evaluate("document.querySelector('#viewer').open"), "Escape closes it")
    check(page.evaluate("document.activeElement.classList.contains('view')"), "the focus is where it was", focus(page))
    check(tab_to(page, "e.tagName === 'SUMMARY'", 1), "Tab reaches the downloads")
    page.press("Enter")
    check(page.evaluate("document.querySelector('.files').open"), "Enter lists them")
    for left in (1, 0):
        check(tab_to(page, "e.classList.contains('remove')"), "Tab reaches Remove")
        page.press("Enter")
        asked = page.evaluate("document.activeElement.textContent")
        check("?" in asked and len(server.jobs()) == left + 1, "it asks", asked)
        page.press("Enter")
        page.wait_for(f"document.querySelectorAll('.job').length === {left}")
        check(len(server.jobs()) == left, f"{left} rooms are left")
        page.evaluate("document.activeElement.blur()")


def outlined(page, selector):
    """Whether an element shows the focus."""
    style = f"getComputedStyle(document.querySelector('{selector}'))"
    return page.evaluate(f"(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)({style})")


def check_cancel(page, server, check):
    """A job that runs or waits can be cancelled."""
    page.evaluate("document.querySelector('[name=ensemble]').value = '8'")
    page.set_files("#choose", [SAMPLE] * 4)
    page.wait_for("document.querySelectorAll('.job[data-id]').length === 4")
    page.click_on(".job .remove")
    page.wait_for("document.querySelector('.job[data-state=cancelled]')")
    check(server.jobs()[0]["state"] == "cancelled", "a job is cancelled")
    for job in server.jobs():
        page.evaluate(f"fetch('/v1/jobs/{job['id']}', {{method: 'DELETE'}})")
    page.wait_for("document.querySelectorAll('.job[data-state=queued], .job[data-state=running]').length === 0", 60)
    for job in server.jobs():
        page.evaluate(f"fetch('/v1/jobs/{job['id']}', {{method: 'DELETE'}})")
    page.wait_for("document.querySelectorAll('.job').length === 0")
    check(True, "what others remove goes from the page")


def check_narrow(page, check):
    """On a phone nothing reaches out of the window, and what is touched is large enough."""
    page.resize(360, 740, 2, mobile=True)
    page.browser.listen(0.4)
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    check(page.evaluate("document.scrollingElement.scrollWidth") <= 360, "no scrolling sideways")
    reach = page.evaluate(
        "[...document.querySelectorAll('button, a, input, select, summary')].filter(e => e.checkVisibility())"
        ".filter(e => { const b = e.getBoundingClientRect(); return b.right > 361 || b.left < 0 })"
        ".map(e => e.textContent)")  # fmt: skip
    check(not reach, "nothing reaches out", reach)
    small = page.evaluate(
        "[...document.querySelectorAll('button, .files a, .files summary, select')].filter(e => e.checkVisibility())"
        ".filter(e => e.getBoundingClientRect().height < 36).map(e => e.textContent)")  # fmt: skip
    check(not small, "fingers find everything", small)
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = false)")


CONTRAST = """[...document.querySelectorAll('h1, h2, h3, p, small, button, summary, .drop *, legend, label')].filter(
  e => e.checkVisibility() && e.textContent.trim() && !e.classList.contains('unseen')).map(e => {
  const light = text => {
    const parts = text.match(/[\\d.]+/g).map(Number).slice(0, 3).map(x => x / 255);
    const [r, g, b] = parts.map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let at = e;
  while (at.parentElement && /, 0\\)|transparent/.test(getComputedStyle(at).backgroundColor)) at = at.parentElement;
  const [ink, paper] = [light(getComputedStyle(e).color), light(getComputedStyle(at).backgroundColor)];
  return [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), e.textContent.trim().slice(0, 30)];
}).filter(([ratio]) => ratio < 4.5)"""


#: Colours that change do so gradually, and on a busy machine late.
SETTLED = """Promise.allSettled(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished))
  .then(() => true)"""


def check_schemes(page, check):
    """Text stands out in dark and light."""
    for scheme in ("dark", "light"):
        page.prefer(scheme)
        page.browser.listen(0.2)
        page.evaluate(SETTLED)
        faint = page.evaluate(CONTRAST)
        check(not faint, f"every text stands out, {scheme}", faint)


def check_token(browser, program, folder, check):
    """A server with a token asks for it, says where it is wrong, and is then used as any other."""
    with Server(program, folder, token=TOKEN) as server:
        page = browser.open(server.origin)
        page.wait_for("document.querySelector('#login')?.open")
        page.type("wrong")
        page.press("Enter")
        page.wait_for("!document.querySelector('#login-error').hidden")
        check(True, "a wrong token is said so")
        page.type(TOKEN)
        page.press("Enter")
        page.wait_for("!document.querySelector('#login')?.open")
        page.set_files("#choose", [SAMPLE])
        page.wait_for(DONE, 60)
        page.wait_for("document.querySelector('.job .depth img').naturalWidth > 0")
        check(True, "with the token a room becomes depth")
        page.click_on(".job .view")
        page.browser.listen(3)
        check(variety(picture(page, box(page, "#viewer-frame"))) > 0.08, "the viewer opens with the cookie")
        page.press("Escape")
        page.go(server.origin)
        page.wait_for(DONE)
        check(not page.evaluate("document.querySelector('#login')?.open"), "the page is remembered")
        readable = page.evaluate("document.cookie + JSON.stringify(localStorage)")
        check(TOKEN not in readable, "no script can read the token")
        page.click_on("#leave")
        page.wait_for("document.querySelector('#login')?.open")
        check(server.get("/v1/jobs")[0] == 401, "who logs out is out")
        page.close()


def photograph(page, folder):
    """The page as one sees it."""
    for name, size, scheme in (
        ("server-page", (1280, 860, 1, False), "light"), ("server-page-dark", (1280, 860, 1, False), "dark"),
        ("server-phone", (390, 844, 2, True), "light"), ("server-phone-dark", (390, 844, 2, True), "dark"),
    ):  # fmt: skip
        page.resize(*size)
        page.prefer(scheme)
        page.evaluate("window.scrollTo(0, 0)")
        page.browser.listen(0.5)
        page.screenshot(folder / f"{name}.png")
    page.resize(*page.browser.size)


def main():
    """Runs every check; the exit status says whether all held."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of the page")
    parser.add_argument("--panoramas", type=pathlib.Path, nargs="*", default=[])
    options = parser.parse_args()
    program = options.program.resolve()
    check = Checks()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other, Chromium() as browser:
        with Server(program, folder) as server:
            page = browser.open(server.origin)
            check_drop(page, server, check)
            if options.screenshots:
                options.screenshots.mkdir(parents=True, exist_ok=True)
            check_viewer(page, server, check, options.screenshots)
            check_refusals(page, folder, check)
            check_narrow(page, check)
            check_schemes(page, check)
            page.resize(*browser.size)
            if options.screenshots:
                page.set_files("#choose", options.panoramas)
                count = 1 + len(options.panoramas)
                page.wait_for(f"document.querySelectorAll('.job[data-state=done]').length === {count}", 120)
                photograph(page, options.screenshots)
                for job in server.jobs()[:-1]:
                    page.evaluate(f"fetch('/v1/jobs/{job['id']}', {{method: 'DELETE'}})")
            check_keyboard(page, server, folder, check)
            check_cancel(page, server, check)
            foreign = [url for url in page.requests if not url.startswith((server.origin, "blob:", "data:"))]
            check(not foreign, "nothing is asked of others", ", ".join(foreign))
            # The browser logs every refusal that the checks bring about.
            problems = [text for text in page.problems if "the server responded with a status of" not in text]
            check(not problems, "no error on the console", "; ".join(problems))
        check_token(browser, program, other, check)
    print(f"{check.failures} checks failed" if check.failures else "all checks hold")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())

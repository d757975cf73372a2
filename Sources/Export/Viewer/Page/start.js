// SPDX-License-Identifier: Apache-2.0

// Opens the room, or says why not.

function fail(error) {
  console.warn(error);
  const text = error instanceof ViewerFault ? error.message : `The room cannot be shown: ${error.message}`;
  byId('app').hidden = true;
  byId('veil').hidden = false;
  Object.assign(byId('veil-text'), {role: 'alert', textContent: text});
}

async function open() {
  const facts = readFacts(), faces = new Interface(facts), canvas = byId('stage');
  const gl = canvas.getContext('webgl2', {antialias: false, alpha: false, powerPreference: 'high-performance'});
  if (!gl) {
    throw new ViewerFault('This browser has no WebGL 2, which draws the room. Update it, or switch graphics on.');
  }
  // The veil is painted before the work begins.
  await new Promise(done => setTimeout(done, 0));
  const [depth, photo] = [await readDepth(gl, facts), await readPhoto(gl, facts)];
  byId('app').hidden = false;
  const room = new Room(facts, depth, isDrawnBySoftware(gl) ? DETAIL.software : DETAIL.graphics);
  const viewer = new Viewer({
    gl, canvas, svg: byId('drawing'), room, photo,
    onChange: () => faces.update(), announce: (...words) => faces.announce(...words)});
  new Controls(viewer, key => faces.command(key));
  faces.attach(viewer);
  keepGraphics(viewer, photo);
  byId('veil').hidden = true;
  return viewer;
}

// Phones take the graphics away from pages in the background and give them back empty.
function keepGraphics(viewer, photo) {
  viewer.canvas.addEventListener('webglcontextlost', event => event.preventDefault());
  viewer.canvas.addEventListener('webglcontextrestored', () => {
    viewer.renderer = new Renderer(viewer.gl, viewer.room, photo);
    viewer.change();
  });
}

const opened = open();
opened.catch(fail);

// For tests: drives the viewer without mouse or keys.
// - ready: a promise of true, which fails with what is wrong with the page
// - state(): what is shown
// - setMode('look' | 'walk' | 'plan'), set({surface: 'cloud', overlay: 0.5, ...})
// - look(longitude, latitude): turns, in radians of level axes
// - stand([x, y, z]): in metres around where the photo was taken
// - measure([u, v], [u, v]): between pixels of the photo -> {metres, sigma}; sigma is one standard deviation
// - framesPerSecond(seconds): turning all the time, until the last frame is drawn -> a promise
window.rotunda = {
  ready: opened.then(() => true),
  async with(action) { return action(await opened); },
  state: () => rotunda.with(({mode, surface, overlay, measurements, pending, viewpoint, room, size, background}) => ({
    mode, surface, overlay, pending, size, background,
    measurements: measurements.map(({metres, sigma}) => ({metres, sigma})),
    position: viewpoint.position, longitude: viewpoint.longitude, latitude: viewpoint.latitude,
    tangents: viewpoint.tangents(...size), isAbove: viewpoint.orbit !== null, points: room.cloud.count,
    triangles: room.mesh.indexCount / 3})),
  setMode: name => rotunda.with(viewer => viewer.setMode(name)),
  set: changes => rotunda.with(viewer => viewer.set(changes)),
  look: (longitude, latitude) => rotunda.with(viewer => {
    Object.assign(viewer.viewpoint, {longitude, latitude});
    viewer.requestDraw();
  }),
  stand: position => rotunda.with(viewer => {
    viewer.viewpoint.position = position;
    viewer.requestDraw();
  }),
  measure: (from, to) => rotunda.with(({room}) => {
    const {width, height} = room.facts.photo;
    const ends = [from, to].map(([u, v]) => room.pointAlong(rotated(room.toWorld, directionOf(
      TURN * (u + 0.5) / width - Math.PI, Math.PI * (0.5 - (v + 0.5) / height)))));
    const {metres, sigma} = new Measurement(room, ...ends);
    return {metres, sigma};
  }),
  framesPerSecond: seconds => rotunda.with(viewer => new Promise(resolve => {
    let frames = 0;
    const {gl} = viewer, began = performance.now(), passed = () => performance.now() - began;
    const tick = () => {
      viewer.viewpoint.turn(0.03, 0);
      viewer.draw();
      frames++;
      if (passed() < 1000 * seconds) return requestAnimationFrame(tick);
      // Waits for what has been asked of the graphics.
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      resolve(1000 * frames / passed());
    };
    tick();
  })),
};

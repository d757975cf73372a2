// SPDX-License-Identifier: Apache-2.0

// Mouse, fingers and keys, as movements of the viewer.

const CLICK = {reach: 6, pause: 350, apart: 30};
const STEPS = {
  KeyD: [1, 0, 0], KeyA: [-1, 0, 0], KeyE: [0, 1, 0], KeyQ: [0, -1, 0], KeyW: [0, 0, 1], KeyS: [0, 0, -1]};
const HELD = /^(Key[WASDQE]|Arrow(Left|Right|Up|Down)|Shift(Left|Right))$/;

class Controls {
  // `command` takes the keys that are not movements and answers whether it knew one.
  constructor(viewer, command) {
    Object.assign(this, {viewer, command, pointers: new Map(), lastClick: null});
    const {canvas} = viewer;
    canvas.addEventListener('pointerdown', event => this.press(event));
    canvas.addEventListener('pointermove', event => this.drag(event));
    canvas.addEventListener('pointerup', event => this.release(event));
    canvas.addEventListener('pointercancel', event => this.pointers.delete(event.pointerId));
    canvas.addEventListener('wheel', event => this.wheel(event), {passive: false});
    addEventListener('keydown', event => this.keyDown(event));
    addEventListener('keyup', event => this.viewer.held.delete(event.code));
    addEventListener('blur', () => this.viewer.held.clear());
    document.querySelectorAll('[data-hold]').forEach(pad => this.hold(pad));
  }

  get anglePerPixel() {
    const {viewpoint, size} = this.viewer;
    return viewpoint.orbit ? 0.006 : 2 * viewpoint.tangents(...size)[1] / size[1];
  }

  press(event) {
    setInput(event.pointerType);
    this.viewer.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, {x: event.offsetX, y: event.offsetY});
    this.isClick = this.pointers.size === 1;
    this.start = {x: event.offsetX, y: event.offsetY};
  }

  drag(event) {
    const {viewer} = this, before = this.pointers.get(event.pointerId), now = {x: event.offsetX, y: event.offsetY};
    if (!before) {
      setInput(event.pointerType);
      viewer.hover(now.x, now.y);
      return viewer.onChange();
    }
    if (Math.hypot(now.x - this.start.x, now.y - this.start.y) > CLICK.reach) this.isClick = false;
    if (this.isClick) return;
    if (this.pointers.size === 1) {
      const angle = this.anglePerPixel;
      viewer.turn((before.x - now.x) * angle, (now.y - before.y) * angle * (viewer.viewpoint.orbit ? -1 : 1));
      this.pointers.set(event.pointerId, now);
    } else {
      const old = this.gesture();
      this.pointers.set(event.pointerId, now);
      this.pinch(old, this.gesture());
    }
  }

  // The middle of the fingers and how far apart they are.
  gesture() {
    const [a, b] = [...this.pointers.values()];
    return {x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, spread: Math.max(20, Math.hypot(a.x - b.x, a.y - b.y))};
  }

  // Two fingers pull the floor along, and come nearer as they part.
  pinch(old, now) {
    const {viewer} = this, wider = now.spread / old.spread;
    if (viewer.mode === 'look' || viewer.viewpoint.orbit) return viewer.zoom(1 / wider);
    viewer.step((old.x - now.x) * 0.008, 0, (now.y - old.y) * 0.008 + 2.5 * Math.log(wider));
  }

  release(event) {
    const known = this.pointers.delete(event.pointerId);
    if (!known || !this.isClick || this.pointers.size) return;
    const {viewer} = this, {x, y} = this.start, now = performance.now();
    if (viewer.measuring) return viewer.setPoint(x, y);
    const last = this.lastClick;
    const isSecond = last && now - last.time < CLICK.pause && Math.hypot(x - last.x, y - last.y) < CLICK.apart;
    this.lastClick = isSecond ? null : {x, y, time: now};
    if (isSecond) viewer.goTo(x, y);
  }

  wheel(event) {
    event.preventDefault();
    const {viewer} = this, turn = clamp(event.deltaY * (event.deltaMode ? 30 : 1), -200, 200);
    if (viewer.mode === 'walk' && !viewer.viewpoint.orbit && !event.ctrlKey) viewer.step(0, 0, -0.004 * turn);
    else viewer.zoom(Math.exp(turn * (event.ctrlKey ? 0.01 : 0.0015)));
  }

  keyDown(event) {
    const {viewer} = this, {target} = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.('dialog')) return;
    if (target.matches?.('input') && (HELD.test(event.code) || event.key === 'Home')) return;
    setInput('keys');
    if (HELD.test(event.code) && viewer.mode !== 'plan') {
      viewer.held.add(event.code);
      viewer.requestDraw();
      if (event.key.startsWith('Arrow')) event.preventDefault();
    } else if (!(target.matches?.('button') && event.key === 'Enter') && this.command(event.key)) {
      event.preventDefault();
    }
  }

  // A pad moves as long as it is pressed; from the keyboard, by a step.
  hold(pad) {
    const {held} = this.viewer, code = pad.dataset.hold;
    pad.addEventListener('pointerdown', event => {
      pad.setPointerCapture(event.pointerId);
      held.add(code);
      this.viewer.requestDraw();
    });
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      pad.addEventListener(end, () => held.delete(code));
    }
    pad.addEventListener('contextmenu', event => event.preventDefault());
    pad.addEventListener('click', event => {
      if (event.detail === 0) this.viewer.step(...scaled(STEPS[code], 0.3));
    });
  }
}

// What a person used last decides whether the cross in the middle is of use.
function setInput(kind) { document.documentElement.dataset.input = kind; }

// SPDX-License-Identifier: Apache-2.0

// The picture and all that changes it: where one stands, what is drawn, what is measured.

const WALKING = 1.6, RUNNING = 4.5, TURNING = 1.3;
const FLIGHT = 700;
const isStill = matchMedia('(prefers-reduced-motion: reduce)');

class Viewer {
  // `onChange` is called after anything that buttons or lists show, `announce` with words for the person.
  constructor({gl, canvas, svg, room, photo, onChange, announce}) {
    Object.assign(this, {gl, canvas, room, onChange, announce});
    this.renderer = new Renderer(gl, room, photo);
    this.drawing = new Drawing(svg);
    this.viewpoint = new Viewpoint(room);
    Object.assign(this, {mode: 'look', surface: 'mesh', overlay: 0, units: UNITS.metres, background: [0, 0, 0]});
    Object.assign(this, {measuring: false, measurements: [], pending: null, hovered: null});
    // Keys and pads held down, by KeyboardEvent.code.
    this.held = new Set();
    new ResizeObserver(() => this.change()).observe(canvas);
  }

  get size() { return [this.canvas.clientWidth || 1, this.canvas.clientHeight || 1]; }
  get eye() { return this.mode === 'walk' ? this.viewpoint.eye : [0, 0, 0]; }

  // -- what is shown

  change() {
    this.onChange();
    this.requestDraw();
  }

  set(changes) {
    Object.assign(this, changes);
    this.change();
  }

  setMode(mode) {
    if (mode !== 'walk' && this.viewpoint.orbit) this.viewpoint.land(this.viewpoint.position);
    this.set({mode, hovered: null, flight: null});
  }

  home() {
    this.viewpoint.home();
    this.set({flight: null});
  }

  toggleOverview() {
    if (this.viewpoint.orbit) return this.home();
    this.viewpoint.rise(this.room.extent, this.size);
    this.set({mode: 'walk', flight: null});
  }

  // -- movements

  turn(right, up) {
    this.viewpoint.turn(right, up);
    this.requestDraw();
  }

  zoom(factor) {
    this.viewpoint.zoom(factor);
    this.requestDraw();
  }

  // Steps in metres; from above, forwards is nearer and sideways is around.
  step(right, up, forward) {
    this.flight = null;
    if (this.viewpoint.orbit) {
      this.viewpoint.zoom(Math.exp(-0.25 * forward));
      this.viewpoint.turn(0.4 * right, -0.4 * up);
    } else if (this.mode === 'walk') {
      this.viewpoint.step(right, up, forward);
    }
    this.requestDraw();
  }

  // Goes to where a place of the screen meets the floor, or stops short of a wall.
  goTo(x, y) {
    const hit = this.mode === 'walk' && this.room.mesh.hit(this.eye, this.rayThrough(x, y));
    if (!hit) return;
    let [right, , back] = hit.position;
    if (hit.normal[1] < 0.7) [right, back] = [right + 0.6 * hit.normal[0], back + 0.6 * hit.normal[2]];
    if (this.viewpoint.orbit) this.viewpoint.land(this.eye);
    this.flight = {from: this.viewpoint.position, to: [right, 0, back], began: performance.now()};
    this.change();
  }

  moveOn(now) {
    const seconds = Math.min(0.1, (now - (this.lastMove ?? now)) / 1000);
    const pull = (more, less) => (this.held.has(more) ? 1 : 0) - (this.held.has(less) ? 1 : 0);
    if (this.held.size) {
      const reach = seconds * (this.held.has('ShiftLeft') || this.held.has('ShiftRight') ? RUNNING : WALKING);
      const steps = [pull('KeyD', 'KeyA'), pull('KeyE', 'KeyQ'), pull('KeyW', 'KeyS')];
      if (steps.some(x => x)) this.step(...scaled(steps, reach));
      const turn = seconds * TURNING * Math.min(1, this.viewpoint.fieldOfView / FIELD.start);
      this.viewpoint.turn(turn * pull('ArrowRight', 'ArrowLeft'), turn * pull('ArrowUp', 'ArrowDown'));
    }
    if (this.flight) {
      const {from, to, began} = this.flight, t = isStill.matches ? 1 : clamp((now - began) / FLIGHT, 0, 1);
      this.viewpoint.position = mixed(from, to, t * t * (3 - 2 * t));
      if (t === 1) this.flight = null;
    }
    const isMoving = this.held.size > 0 || this.flight != null;
    this.lastMove = isMoving ? now : null;
    return isMoving;
  }

  // -- measuring

  rayThrough(x, y) { return this.viewpoint.rayThrough(x, y, ...this.size); }

  // The point of the room that is seen at a place of the screen; null where there is none.
  pointAt(x, y) {
    const ray = this.rayThrough(x, y);
    if (this.mode === 'look') return this.room.pointAlong(ray);
    return this.room.mesh.hit(this.eye, ray)?.position ?? null;
  }

  setPoint(x, y) {
    const point = this.pointAt(x, y);
    if (!point) return this.announce('There is no depth at this place.');
    if (!this.pending) {
      this.announce('First point set. Choose the second one.', true);
      return this.set({pending: point, hovered: point});
    }
    const measurement = new Measurement(this.room, this.pending, point);
    this.announce(`Distance ${measurement.text(this.units)}`, true);
    this.set({pending: null, measurements: [...this.measurements, measurement]});
  }

  hover(x, y) {
    if (!this.measuring && !this.overlay) return;
    this.hovered = this.pointAt(x, y);
    if (this.pending) this.drawMarks();
  }

  remove(measurement) {
    this.set({measurements: this.measurements.filter(other => other !== measurement)});
  }

  // -- drawing, once a frame and only after a change

  requestDraw() {
    this.frame ??= requestAnimationFrame(now => {
      this.frame = null;
      if (this.headset) return;
      const isMoving = this.moveOn(now);
      this.draw();
      if (isMoving) this.requestDraw();
    });
  }

  draw() {
    const {canvas, gl, renderer, viewpoint, overlay} = this;
    if (this.mode === 'plan' || gl.isContextLost()) return;
    const [width, height] = this.size, ratio = Math.min(devicePixelRatio, 2);
    const pixels = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== pixels[0]) canvas.width = pixels[0];
    if (canvas.height !== pixels[1]) canvas.height = pixels[1];
    renderer.clear([0, 0, ...pixels], this.background);
    const tangents = viewpoint.tangents(width, height);
    if (this.mode === 'look') {
      renderer.drawLook(viewpoint.axes, tangents, overlay);
    } else {
      const {eye} = this;
      const view = viewpoint.matrix(eye, width, height);
      renderer.drawRoom(this.surface, view, eye, pixels[1] / (2 * tangents[1]), overlay);
    }
    this.drawMarks();
  }

  drawMarks() {
    const {measurements, pending, hovered, units} = this, [width, height] = this.size;
    const lines = measurements.map((m, i) => ({from: m.from, to: m.to, text: `${i + 1}: ${m.text(units)}`}));
    if (pending && hovered && pending !== hovered) {
      const text = new Measurement(this.room, pending, hovered).text(units);
      lines.push({from: pending, to: hovered, text, isOpen: true});
    }
    this.drawing.show(lines, pending ? [pending] : [], this.viewpoint.matrix(this.eye, width, height), width, height);
  }
}

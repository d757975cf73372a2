// SPDX-License-Identifier: Apache-2.0

// Where one stands and looks, in level axes. From above, one circles around the room instead of standing in it.

const HIGHEST = 89.9 * Math.PI / 180;
const FIELD = {least: 0.5, most: 2.3, start: 1.5};

class Viewpoint {
  constructor(room) {
    this.room = room;
    this.home();
  }

  home() {
    Object.assign(this, {position: [0, 0, 0], longitude: 0, latitude: 0, fieldOfView: FIELD.start, orbit: null});
  }

  // Looks at the whole room from outside, `extent` being its box, in a window of a size.
  rise(extent, size) {
    const [low, high] = [extent.slice(0, 3), extent.slice(3)];
    this.fieldOfView = FIELD.start * 0.65;
    // So far that a ball around the box would fill the shorter side.
    const narrow = Math.atan(Math.min(...this.tangents(...size)));
    this.orbit = {centre: mixed(low, high, 0.5), distance: 0.46 * length(subtract(high, low)) / Math.sin(narrow)};
    this.longitude += 0.5;
    this.latitude = -0.85;
  }

  // Stands at a position instead.
  land(position) {
    Object.assign(this, {position, orbit: null, latitude: -0.1, fieldOfView: FIELD.start});
  }

  turn(right, up) {
    this.longitude = (this.longitude + right + 3 * Math.PI) % TURN - Math.PI;
    this.latitude = clamp(this.latitude + up, -HIGHEST, this.orbit ? -0.1 : HIGHEST);
  }

  zoom(factor) {
    if (this.orbit) this.orbit.distance = clamp(this.orbit.distance * factor, 0.5, 200);
    else this.fieldOfView = clamp(this.fieldOfView * factor, FIELD.least, FIELD.most);
  }

  // Steps along the floor and up, in metres; no farther out than the room is wide.
  step(right, up, forward) {
    const [sine, cosine] = [Math.sin(this.longitude), Math.cos(this.longitude)];
    const moved = add(this.position, [right * cosine + forward * sine, up, right * sine - forward * cosine]);
    const limit = 1.5 * this.room.far + 1;
    this.position = moved.map(x => clamp(x, -limit, limit));
  }

  get eye() {
    return this.orbit ? subtract(this.orbit.centre, scaled(this.axes.forward, this.orbit.distance)) : this.position;
  }

  get axes() {
    const [cosine, sine] = [Math.cos(this.longitude), Math.sin(this.longitude)];
    const forward = directionOf(this.longitude, this.latitude);
    return {forward, right: [cosine, 0, sine], up: cross([cosine, 0, sine], forward)};
  }

  // Of half the angles across and up; the field of view is that of the longer side.
  tangents(width, height) {
    const longer = Math.tan(this.fieldOfView / 2) / Math.max(width, height);
    return [longer * width, longer * height];
  }

  // World to screen; from outside, the near plane goes out too, or depth would be coarse.
  matrix(eye, width, height) {
    const {right, up, forward} = this.axes;
    const near = this.orbit ? Math.max(0.05, 0.05 * this.orbit.distance) : 0.05;
    return product(projectionMatrix(this.tangents(width, height), near, 400), viewMatrix(eye, right, up, forward));
  }

  // The direction of a place on the screen, from its upper left corner.
  rayThrough(x, y, width, height) {
    const {right, up, forward} = this.axes, [across, upwards] = this.tangents(width, height);
    return unit(add(forward, add(
      scaled(right, (2 * x / width - 1) * across), scaled(up, (1 - 2 * y / height) * upwards))));
  }
}

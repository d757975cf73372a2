// SPDX-License-Identifier: Apache-2.0

// The distance between two points of the room and how far it may be off.

// Points are in metres around where the photo was taken; errors are one standard deviation over the distance along
// the ray and independent, so with e the direction from one point to the other
//   sigma^2 = sum over both of (e . r s)^2 + f^2,
// where f is how far a pixel of the depth reaches sideways: evenly spread over its width, |r| 2 pi / W / sqrt(12).
class Measurement {
  constructor(room, from, to) {
    Object.assign(this, {from, to});
    const between = subtract(to, from), along = unit(between);
    this.metres = length(between);
    this.across = Math.hypot(between[0], between[2]);
    this.up = Math.abs(between[1]);
    const pixel = TURN / room.grid.width / Math.sqrt(12);
    const variance = [from, to].map(r => (dot(along, r) * room.errorAt(r)) ** 2 + (length(r) * pixel) ** 2);
    this.sigma = Math.sqrt(variance[0] + variance[1]);
  }

  text(units) { return `${units.length(this.metres, this.sigma)} ± ${units.error(this.sigma)}`; }
  parts(units) { return `${units.length(this.across)} across, ${units.length(this.up)} up`; }
}

// SPDX-License-Identifier: Apache-2.0

// Vectors are arrays of three numbers. Matrices of four columns are Float32Arrays, column by column, as WebGL
// takes them; matrices of three rows are arrays of nine numbers, row by row, as the page holds them.

const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const scaled = (a, s) => [a[0] * s, a[1] * s, a[2] * s];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const length = a => Math.hypot(a[0], a[1], a[2]);
const unit = a => scaled(a, 1 / (length(a) || 1));
const mixed = (a, b, t) => add(scaled(a, 1 - t), scaled(b, t));
const clamp = (x, low, high) => Math.min(Math.max(x, low), high);

const rotated = (m, v) => [0, 3, 6].map(i => m[i] * v[0] + m[i + 1] * v[1] + m[i + 2] * v[2]);
const transposed = m => [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];

// The direction of a longitude, which grows to the right from -z, and a latitude.
const directionOf = (longitude, latitude) => [
  Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude), -Math.cos(latitude) * Math.cos(longitude)];
const anglesOf = d => [Math.atan2(d[0], -d[2]), Math.asin(clamp(d[1] / length(d), -1, 1))];

function product(a, b) {
  const result = new Float32Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[4 * k + row] * b[4 * column + k];
      result[4 * column + row] = sum;
    }
  }
  return result;
}

// World to eye; `right`, `up` and `forward` are the eye's axes in the world.
function viewMatrix(position, right, up, forward) {
  const back = scaled(forward, -1);
  return new Float32Array([
    right[0], up[0], back[0], 0, right[1], up[1], back[1], 0, right[2], up[2], back[2], 0,
    -dot(right, position), -dot(up, position), -dot(back, position), 1]);
}

// `tangents` are those of half the angles across and up.
function projectionMatrix(tangents, near, far) {
  const depth = 1 / (near - far);
  return new Float32Array([
    1 / tangents[0], 0, 0, 0, 0, 1 / tangents[1], 0, 0, 0, 0, (far + near) * depth, -1,
    0, 0, 2 * far * near * depth, 0]);
}

// The six planes (a, b, c, d) of what a matrix shows: inside, ax + by + cz + d is not negative (Gribb and Hartmann
// 2001).
function planesOf(m) {
  const row = i => [m[i], m[i + 4], m[i + 8], m[i + 12]];
  const last = row(3);
  return [0, 1, 2].flatMap(i => [1, -1].map(sign => row(i).map((x, k) => last[k] + sign * x)));
}

// Whether a box lies wholly beyond one of the planes.
function isOutside(planes, box) {
  return planes.some(p =>
    p[0] * box[p[0] > 0 ? 3 : 0] + p[1] * box[p[1] > 0 ? 4 : 1] + p[2] * box[p[2] > 0 ? 5 : 2] + p[3] < 0);
}

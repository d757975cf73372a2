// SPDX-License-Identifier: Apache-2.0

// Depth on the sphere, and where it breaks.

// Distances along the rays, in metres, 0 where there is none, on an equirectangular grid.
class DepthGrid {
  constructor(width, height, distance) {
    Object.assign(this, {width, height, distance});
    this.joints = jointsOf(this);
  }

  // The same surfaces on a grid of `width` columns.
  resampled(width) {
    if (width === this.width) return this;
    const distance = new Float32Array(width * width / 2), step = this.width / width;
    for (let i = 0; i < distance.length; i++) {
      distance[i] = this.distanceAt((i % width + 0.5) * step - 0.5, (Math.floor(i / width) + 0.5) * step - 0.5);
    }
    return new DepthGrid(width, width / 2, distance);
  }

  // Columns wrap; a row beyond a pole is that of the opposite meridian.
  index(column, row) {
    if (row < 0 || row >= this.height) {
      row = row < 0 ? -1 - row : 2 * this.height - 1 - row;
      column += this.width / 2;
    }
    return row * this.width + ((column % this.width) + this.width) % this.width;
  }

  // The pixel, with fractions, that a direction in the camera's axes falls on.
  pixel(direction) {
    const [longitude, latitude] = anglesOf(direction);
    return [(longitude / TURN + 0.5) * this.width - 0.5, (0.5 - latitude / Math.PI) * this.height - 0.5];
  }

  // Whether the four pixels around a position lie on one surface.
  isSmooth(column, row) {
    const [c, r] = [Math.floor(column), Math.floor(row)];
    if (r < 0 || r + 1 >= this.height) return false;
    const [a, b, below] = [this.index(c, r), this.index(c + 1, r), this.index(c, r + 1)];
    return (this.joints[a] & this.joints[below] & RIGHT) !== 0 && (this.joints[a] & this.joints[b] & DOWN) !== 0;
  }

  // The distance at a position: on a plane its inverse is nearly linear. At an edge, that of the nearest pixel.
  distanceAt(column, row) {
    if (!this.isSmooth(column, row)) return this.distance[this.index(Math.round(column), Math.round(row))];
    const [c, r] = [Math.floor(column), Math.floor(row)];
    const inverse = (x, y) => 1 / this.distance[this.index(c + x, r + y)];
    const across = y => inverse(0, y) + (column - c) * (inverse(1, y) - inverse(0, y));
    return 1 / (across(0) + (row - r) * (across(1) - across(0)));
  }

  // The distances that a share of the pixels, each with its solid angle, lies below.
  quantiles(...shares) {
    const counts = new Float64Array(4096);
    const most = this.distance.reduce((a, b) => Math.max(a, b), 0) || 1;
    let total = 0;
    for (let row = 0; row < this.height; row++) {
      const weight = Math.sin(Math.PI * (row + 0.5) / this.height);
      for (let i = row * this.width; i < (row + 1) * this.width; i++) {
        if (!this.distance[i]) continue;
        counts[Math.floor(this.distance[i] / most * 4095)] += weight;
        total += weight;
      }
    }
    return shares.map(share => {
      let [bin, sum] = [0, counts[0]];
      while (sum < share * total && bin < 4095) sum += counts[++bin];
      return (bin + 0.5) / 4096 * most;
    });
  }
}

const TURN = 2 * Math.PI;

// A pixel is joined to its neighbour on the right or below where both lie on one surface.
const RIGHT = 1, DOWN = 2;

function jointsOf({width, height, distance}) {
  const joints = new Uint8Array(width * height);
  const step = Math.PI / height;
  for (let row = 0; row < height; row++) {
    // Near the poles neighbours lie closer than depth is stored; they are judged as if at 80 degrees.
    const across = step * Math.max(Math.sin(Math.PI * (row + 0.5) / height), Math.cos(80 * Math.PI / 180));
    const start = row * width;
    const at = column => distance[start + (column + width) % width];
    for (let column = 0; column < width; column++) {
      const i = start + column;
      if (isOneSurface(at(column - 1), distance[i], at(column + 1), at(column + 2), across)) joints[i] |= RIGHT;
      if (row + 1 === height) continue;
      const above = row ? distance[i - width] : 0, below = row + 2 < height ? distance[i + 2 * width] : 0;
      if (isOneSurface(above, distance[i], distance[i + width], below, step)) joints[i] |= DOWN;
    }
  }
  return joints;
}

// Cotangents of the angle between a surface and the line of sight. Flatter than 5 degrees is an edge, unless the
// inverse distance goes on as it does on a plane; flatter than 2 degrees is one in any case.
const GENTLE = 1 / Math.tan(5 * Math.PI / 180), STEEP = 1 / Math.tan(2 * Math.PI / 180);
const PLANE_TOLERANCE = 0.3;

// Whether the distances `a` and `b` of neighbours, `angle` radians apart, are of one surface; 0 is no distance.
function isOneSurface(before, a, b, after, angle) {
  if (!(a && b)) return false;
  const steepness = Math.abs(a - b) / (angle * Math.min(a, b));
  if (steepness < GENTLE) return true;
  if (steepness > STEEP || !(before && after)) return false;
  const slope = 1 / b - 1 / a;
  return Math.abs(1 / a - 1 / before - slope) < PLANE_TOLERANCE * Math.abs(slope)
    && Math.abs(1 / after - 1 / b - slope) < PLANE_TOLERANCE * Math.abs(slope);
}

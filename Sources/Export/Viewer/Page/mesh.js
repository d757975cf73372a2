// SPDX-License-Identifier: Apache-2.0

// The room's surface as triangles and as points, in level axes, in tiles of the sphere that are drawn where seen.

const TILE_COLUMNS = 32, TILE_ROWS = 16;
const NO_BOX = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];

// One vertex a pixel and one at each pole; the last column joins the first. Triangles are seen from the camera's side
// alone, and there are none across an edge: what is in front ends there, and what is behind goes on for one pixel, so
// that the camera sees no gap.
class RoomMesh {
  constructor(grid, levelling) {
    this.grid = grid;
    const {width, height} = grid;
    this.positions = new Float32Array(3 * (width * height + 2));
    this.place(levelling);
    this.top = this.pole(0, width * height, rotated(levelling, [0, 1, 0]));
    this.bottom = this.pole(height - 1, width * height + 1, rotated(levelling, [0, -1, 0]));
    this.buildTiles();
  }

  // Level axes of direction(column, row) times the distance, with sines and cosines taken once a row and column.
  place(m) {
    const {width, height, distance} = this.grid, {positions} = this;
    const columns = Array.from({length: width}, (_, column) => TURN * (column + 0.5) / width - Math.PI);
    const [sines, cosines] = [columns.map(Math.sin), columns.map(Math.cos)];
    for (let row = 0, i = 0; row < height; row++) {
      const latitude = Math.PI * (0.5 - (row + 0.5) / height), [level, up] = [Math.cos(latitude), Math.sin(latitude)];
      for (let column = 0; column < width; column++, i++) {
        const d = distance[i], x = d * level * sines[column], y = d * up, z = -d * level * cosines[column];
        for (let k = 0; k < 3; k++) positions[3 * i + k] = m[3 * k] * x + m[3 * k + 1] * y + m[3 * k + 2] * z;
      }
    }
  }

  position(i) { return [this.positions[3 * i], this.positions[3 * i + 1], this.positions[3 * i + 2]]; }

  // The vertex at a pole, as far away as the row around it: the harmonic mean.
  pole(row, vertex, direction) {
    const ring = this.grid.distance.subarray(row * this.grid.width, (row + 1) * this.grid.width).filter(d => d > 0);
    const distance = ring.length / ring.reduce((sum, d) => sum + 1 / d, 0) || 0;
    this.positions.set(scaled(direction, distance), 3 * vertex);
    return {vertex, distance};
  }

  buildTiles() {
    const {width, height} = this.grid;
    this.vertexCount = width * height + 2;
    this.hidden = new Map();
    // Four triangles at most between four neighbours: two in front of an edge and two behind.
    this.indices = new Uint32Array(12 * width * height);
    this.indexCount = 0;
    this.tiles = [];
    for (let tile = 0; tile < TILE_COLUMNS * TILE_ROWS; tile++) {
      const [columns, rows] = tileRange(tile, width, height);
      const first = this.indexCount;
      if (rows[0] === 0) this.addFan(this.top, 0, columns);
      for (let row = rows[0]; row < Math.min(rows[1], height - 1); row++) {
        for (let column = columns[0]; column < columns[1]; column++) this.addQuad(column, row);
      }
      if (rows[1] === height) this.addFan(this.bottom, height - 1, columns);
      this.tiles.push({first, count: this.indexCount - first, box: this.boxOf(first, this.indexCount)});
    }
    this.indices = this.indices.slice(0, this.indexCount);
    this.positions = this.positions.slice(0, 3 * this.vertexCount);
    this.box = this.boxOf(0, this.indexCount);
  }

  addTriangle(a, b, c) {
    this.indices[this.indexCount++] = a;
    this.indices[this.indexCount++] = b;
    this.indices[this.indexCount++] = c;
  }

  // The triangles of four neighbours whose sides are joined; split along the diagonal that keeps more of them,
  // or the one along which distance changes less. A triangle has one side of each kind, so its diagonal needs no
  // test.
  addQuad(column, row) {
    const {grid} = this, {joints, distance} = grid;
    const a = grid.index(column, row), b = grid.index(column + 1, row);
    const c = grid.index(column, row + 1), d = grid.index(column + 1, row + 1);
    const top = joints[a] & RIGHT, bottom = joints[c] & RIGHT, left = joints[a] & DOWN, right = joints[b] & DOWN;
    const isBroken = !(top && bottom && left && right) && distance[a] && distance[b] && distance[c] && distance[d];
    const far = isBroken ? this.farSide([a, b, d, c], [top, right, bottom, left]) : [];
    const rising = (top && left ? 1 : 0) + (bottom && right ? 1 : 0);
    const falling = (left && bottom ? 1 : 0) + (top && right ? 1 : 0);
    const isRisingFlatter = Math.abs(distance[b] - distance[c]) <= Math.abs(distance[a] - distance[d]);
    const add = (...corners) => corners.some(i => far.includes(i)) || this.addTriangle(...corners);
    if (rising > falling || (rising === falling && isRisingFlatter)) {
      if (top && left) add(a, c, b);
      if (bottom && right) add(b, c, d);
    } else {
      if (left && bottom) add(a, c, d);
      if (top && right) add(a, d, b);
    }
    if (!isBroken) return;
    const [e, f, g, h] = [a, b, c, d].map(i => far.includes(i) ? i : this.behind(i));
    this.addTriangle(e, g, f);
    this.addTriangle(f, g, h);
  }

  // Of four corners in a ring, those on the surface of the farthest; `joined[k]` joins corner k to the next.
  farSide(corners, joined) {
    const {distance} = this.grid;
    const first = corners.reduce((best, i, k) => distance[i] > distance[corners[best]] ? k : best, 0);
    const found = [corners[first]];
    for (let k = first; joined[k % 4] && found.length < 4; k++) found.push(corners[(k + 1) % 4]);
    for (let k = first + 3; joined[k % 4] && found.length < 4; k--) found.push(corners[k % 4]);
    return found;
  }

  // The vertex behind a pixel, as far away as what lies around it and beyond it by more than a twentieth: the harmonic
  // mean. The pixel's own where nothing does.
  behind(i) {
    if (this.hidden.has(i)) return this.hidden.get(i);
    const {grid} = this, {width, distance} = grid, [column, row] = [i % width, Math.floor(i / width)];
    let [sum, count] = [0, 0];
    for (let k = 0; k < 9; k++) {
      const other = distance[grid.index(column + k % 3 - 1, row + Math.floor(k / 3) - 1)];
      if (other > 1.05 * distance[i]) [sum, count] = [sum + 1 / other, count + 1];
    }
    const vertex = count ? this.vertexCount++ : i;
    if (count) this.setPosition(vertex, scaled(this.position(i), count / sum / distance[i]));
    this.hidden.set(i, vertex);
    return vertex;
  }

  setPosition(vertex, position) {
    if (3 * vertex >= this.positions.length) {
      const longer = new Float32Array(Math.ceil(1.25 * this.positions.length));
      longer.set(this.positions);
      this.positions = longer;
    }
    this.positions.set(position, 3 * vertex);
  }

  addFan(pole, row, columns) {
    const {grid} = this;
    const isNear = i => Math.abs(grid.distance[i] - pole.distance) < 0.2 * pole.distance;
    for (let column = columns[0]; column < columns[1]; column++) {
      const [a, b] = [grid.index(column, row), grid.index(column + 1, row)];
      if (!(grid.joints[a] & RIGHT) || !isNear(a) || !isNear(b)) continue;
      if (row) this.addTriangle(a, pole.vertex, b); else this.addTriangle(pole.vertex, a, b);
    }
  }

  boxOf(first, end) {
    const box = [...NO_BOX];
    for (let i = first; i < end; i++) extend(box, this.positions, 3 * this.indices[i]);
    return box;
  }

  // Where a ray first meets a triangle from its front: {position, normal}, or null.
  hit(origin, direction) {
    const met = this.tiles.map(tile => ({tile, from: entry(tile.box, origin, direction)}));
    let best = {distance: Infinity};
    for (const {tile, from} of met.filter(({from}) => from < Infinity).sort((a, b) => a.from - b.from)) {
      if (from > best.distance) break;
      for (let i = tile.first; i < tile.first + tile.count; i += 3) {
        const distance = this.distanceTo(i, origin, direction);
        if (distance < best.distance) best = {distance, i};
      }
    }
    if (best.distance === Infinity) return null;
    const [a, b, c] = [0, 1, 2].map(k => this.position(this.indices[best.i + k]));
    const normal = unit(cross(subtract(b, a), subtract(c, a)));
    return {position: add(origin, scaled(direction, best.distance)), normal};
  }

  // Along a ray to the triangle whose indices begin at `i`; Infinity past it or from behind (Moeller and
  // Trumbore 1997).
  distanceTo(i, o, d) {
    const p = this.positions;
    const a = 3 * this.indices[i], b = 3 * this.indices[i + 1], c = 3 * this.indices[i + 2];
    const ux = p[b] - p[a], uy = p[b + 1] - p[a + 1], uz = p[b + 2] - p[a + 2];
    const vx = p[c] - p[a], vy = p[c + 1] - p[a + 1], vz = p[c + 2] - p[a + 2];
    const px = d[1] * vz - d[2] * vy, py = d[2] * vx - d[0] * vz, pz = d[0] * vy - d[1] * vx;
    const volume = ux * px + uy * py + uz * pz;
    if (volume <= 0) return Infinity;
    const tx = o[0] - p[a], ty = o[1] - p[a + 1], tz = o[2] - p[a + 2];
    const s = tx * px + ty * py + tz * pz;
    if (s < 0 || s > volume) return Infinity;
    const qx = ty * uz - tz * uy, qy = tz * ux - tx * uz, qz = tx * uy - ty * ux;
    const t = d[0] * qx + d[1] * qy + d[2] * qz;
    if (t < 0 || s + t > volume) return Infinity;
    const distance = (vx * qx + vy * qy + vz * qz) / volume;
    return distance > 0 ? distance : Infinity;
  }
}

// Points spread evenly over the sphere, whatever the grid's own density: `rows` circles of latitude. Points at
// edges, which float between surfaces, are left out.
class RoomCloud {
  constructor(grid, levelling, rows) {
    this.spacing = Math.PI / rows;
    const capacity = Math.ceil(rows * (rows * 4 / Math.PI + 2));
    // Five words each: position, normal in three signed bytes, place in the photo in two unsigned shorts.
    const floats = new Float32Array(CLOUD_WORDS * capacity);
    const [bytes, shorts] = [new Int8Array(floats.buffer), new Uint16Array(floats.buffer)];
    this.count = 0;
    this.tiles = [];
    for (let tile = 0; tile < TILE_COLUMNS * TILE_ROWS; tile++) {
      const first = this.count, box = [...NO_BOX];
      for (const angles of anglesOfTile(tile, rows)) {
        const point = pointOn(grid, levelling, ...angles);
        if (!point) continue;
        const word = CLOUD_WORDS * this.count++;
        floats.set(point.position, word);
        bytes.set(point.normal.map(x => Math.round(127 * x)), 4 * word + 12);
        shorts.set([angles[0] / TURN + 0.5, 0.5 - angles[1] / Math.PI].map(x => Math.round(65535 * x)), 2 * word + 8);
        extend(box, floats, word);
      }
      this.tiles.push({first, count: this.count - first, box});
    }
    this.vertices = floats.slice(0, CLOUD_WORDS * this.count);
  }
}

const CLOUD_WORDS = 5;

// The directions of a tile's points: as many on each circle of latitude as keep their distances equal.
function* anglesOfTile(tile, rows) {
  const [tileColumn, tileRow] = [tile % TILE_COLUMNS, Math.floor(tile / TILE_COLUMNS)];
  for (let row = Math.ceil(tileRow * rows / TILE_ROWS); row < (tileRow + 1) * rows / TILE_ROWS; row++) {
    const latitude = Math.PI * (0.5 - (row + 0.5) / rows);
    const columns = Math.max(4, Math.round(2 * rows * Math.cos(latitude)));
    for (let column = Math.ceil(tileColumn * columns / TILE_COLUMNS);
      column < (tileColumn + 1) * columns / TILE_COLUMNS; column++) {
      yield [TURN * (column + (row % 2 ? 0.25 : 0.75)) / columns - Math.PI, latitude];
    }
  }
}

// Where a direction in the camera's axes meets a surface; null at edges and where there is no depth.
//
// The normal of r(longitude, latitude) lies along -e_r + (d ln r / d latitude) e_latitude
// + (d ln r / d longitude) e_longitude / cos latitude, where d ln r = -d(1/r) r.
function pointOn(grid, levelling, longitude, latitude) {
  const column = (longitude / TURN + 0.5) * grid.width - 0.5;
  const row = clamp((0.5 - latitude / Math.PI) * grid.height - 0.5, 0, grid.height - 1.001);
  if (!grid.isSmooth(column, row)) return null;
  const distance = grid.distanceAt(column, row), [c, r] = [Math.floor(column), Math.floor(row)];
  const inverse = (x, y) => 1 / grid.distance[grid.index(c + x, r + y)];
  const [a, b, below, across] = [inverse(0, 0), inverse(1, 0), inverse(0, 1), inverse(1, 1)];
  const perPixel = distance * grid.height / TURN;
  const east = -(b - a + across - below) * perPixel / Math.cos(latitude), north = (below - a + across - b) * perPixel;
  const outward = directionOf(longitude, latitude);
  const normal = add(scaled(outward, -1), add(
    scaled([Math.cos(longitude), 0, Math.sin(longitude)], east),
    scaled(directionOf(longitude, latitude + Math.PI / 2), north)));
  return {position: rotated(levelling, scaled(outward, distance)), normal: rotated(levelling, unit(normal))};
}

function tileRange(tile, width, height) {
  const [column, row] = [tile % TILE_COLUMNS, Math.floor(tile / TILE_COLUMNS)];
  const bounds = (i, count, size) => [Math.floor(i * size / count), Math.floor((i + 1) * size / count)];
  return [bounds(column, TILE_COLUMNS, width), bounds(row, TILE_ROWS, height)];
}

function extend(box, positions, offset) {
  for (let k = 0; k < 3; k++) {
    box[k] = Math.min(box[k], positions[offset + k]);
    box[k + 3] = Math.max(box[k + 3], positions[offset + k]);
  }
}

// How far along a ray a box begins; Infinity where the ray misses it.
function entry(box, origin, direction) {
  let [near, far] = [0, Infinity];
  for (let k = 0; k < 3; k++) {
    const [a, b] = [(box[k] - origin[k]) / direction[k], (box[k + 3] - origin[k]) / direction[k]];
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near > far ? Infinity : near;
}

// SPDX-License-Identifier: Apache-2.0

// The room from above, as a drawing: walls and their lengths, or how densely the surfaces stand where no walls are
// known.

// Drawn in centimetres, x to the right and z downwards, so that up is where the levelled camera looks.
const PLAN_SCALE = 100;

class FloorPlan {
  constructor(room) {
    Object.assign(this, {room, outline: room.facts.floorPlan?.outline ?? null});
    this.density = densityPicture(room);
  }

  // An SVG element for a space of `size` CSS pixels; `longitude` is where one looks, `ink` the colour of the lines.
  drawn({size, units, position, longitude, measurements}) {
    const frame = this.frame(size);
    const span = [frame[2] - frame[0], frame[3] - frame[1]];
    const pixel = Math.max(span[0] / size[0], span[1] / size[1]);
    const pen = {pixel, units, text: 12.5 * pixel};
    const svg = element('svg', {
      xmlns: SVG, viewBox: [frame[0], frame[1], ...span].join(' '), role: 'img', 'aria-label': this.words(units),
      fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 * pixel, 'stroke-linejoin': 'round',
      'font-family': 'system-ui, sans-serif', 'font-size': pen.text, 'text-anchor': 'middle'});
    svg.append(this.density.image(this.outline ? 0.6 : 1));
    if (this.outline) svg.append(...this.walls(pen), this.middle(pen));
    svg.append(
      ...measurements.flatMap(line => this.measured(line, pen)), ...this.person(position, longitude, pen),
      this.arrow(frame, pen), this.scaleBar(frame, pen));
    return svg;
  }

  words(units) {
    const {floorPlan} = this.room.facts;
    if (!floorPlan) return 'The walls are not known; darker where more surfaces stand.';
    const walls = this.sides().reduce((sum, side) => sum + side.length, 0);
    const height = this.ceilingHeight();
    return `Area ${units.area(floorPlan.area)} · walls ${units.length(walls)} around`
      + (height ? ` · ceiling ${units.length(height)} high` : '');
  }

  ceilingHeight() {
    const {floorPlan} = this.room.facts;
    return floorPlan?.ceiling == null ? null : floorPlan.ceiling - floorPlan.floor;
  }

  // What is shown, with a margin for lengths, north and scale in their own size of so many CSS pixels.
  frame(size) {
    const corners = this.outline ?? [this.density.low, this.density.high];
    const xs = [0, ...corners.map(p => p[0])], zs = [0, ...corners.map(p => p[1])];
    const [left, top, right, bottom] = [Math.min(...xs), Math.min(...zs), Math.max(...xs), Math.max(...zs)];
    const pixel = Math.max((right - left) / Math.max(size[0] - 80, 40), (bottom - top) / Math.max(size[1] - 104, 40));
    const margin = 36 * pixel;
    // The scale and the arrow need some width.
    const wider = Math.max(margin, (280 * pixel - right + left) / 2);
    return [left - wider, top - margin, right + wider, bottom + 1.7 * margin].map(x => x * PLAN_SCALE);
  }

  sides() {
    return this.outline.map((a, i) => {
      const b = this.outline[(i + 1) % this.outline.length];
      return {a, b, length: Math.hypot(b[0] - a[0], b[1] - a[1])};
    });
  }

  walls({pixel, text, units}) {
    const points = this.outline.map(p => p.map(x => x * PLAN_SCALE).join()).join(' ');
    const labels = this.sides().filter(side => units.length(side.length).length * 0.6 * text < side.length * PLAN_SCALE)
      .map(({a, b, length}) => {
        // Counter-clockwise from above, outside is on the right.
        const out = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
        const [x, y] = [0, 1].map(k => (a[k] + b[k]) / 2 * PLAN_SCALE + out[k] * text * 1.15);
        const angle = Math.atan2(b[1] - a[1], b[0] - a[0]) * 180 / Math.PI;
        const upright = Math.abs(angle) > 90.1 ? angle + 180 : angle;
        return label(units.length(length), x, y, {transform: `rotate(${upright} ${x} ${y})`, dy: '0.36em'});
      });
    return [
      element('polygon', {points, fill: 'currentColor', 'fill-opacity': 0.05, 'stroke-width': 5 * pixel}), ...labels];
  }

  // Area and height, in the room's middle, or below the camera where that would cover it.
  middle({units, text}) {
    const {floorPlan} = this.room.facts;
    const [x, z] = centroid(this.outline).map(v => v * PLAN_SCALE);
    const y = Math.hypot(x, z) < 6.5 * text ? Math.max(z, 0) + 3 * text : z;
    const height = this.ceilingHeight();
    const large = {'font-weight': 650, 'font-size': 1.5 * text};
    const group = element('g', {}, label(units.area(floorPlan.area), x, y, large));
    if (height) group.append(label(`ceiling ${units.length(height)}`, x, y + 1.6 * text));
    return group;
  }

  measured({from, to, metres, sigma}, {pixel, text, units}) {
    const [a, b] = [from, to].map(p => [p[0] * PLAN_SCALE, p[2] * PLAN_SCALE]);
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 0.5 * text];
    return [
      element('line', {
        x1: a[0], y1: a[1], x2: b[0], y2: b[1], stroke: MARK, 'stroke-width': 2 * pixel}),
      label(units.length(metres, sigma), x, y, {fill: MARK})];
  }

  // A dot where the photo was taken, and where one stands, with the way one looks.
  person(position, longitude, {pixel}) {
    const [x, y] = [position[0] * PLAN_SCALE, position[2] * PLAN_SCALE];
    const [reach, half] = [34 * pixel, 0.5];
    const end = angle => `${x + reach * Math.sin(angle)} ${y - reach * Math.cos(angle)}`;
    const wedge = `M${x} ${y}L${end(longitude - half)}A${reach} ${reach} 0 0 1 ${end(longitude + half)}Z`;
    return [
      element('path', {d: wedge, fill: MARK, 'fill-opacity': 0.25, stroke: 'none'}),
      element('circle', {cx: 0, cy: 0, r: 9 * pixel, stroke: MARK}),
      element('circle', {cx: x, cy: y, r: 5 * pixel, fill: MARK, stroke: 'none'})];
  }

  // Which way the photo's centre lies: the plan's north.
  arrow(frame, {text}) {
    const [front] = anglesOf(rotated(this.room.toWorld, [0, 0, -1]));
    const [x, y] = [frame[2] - 1.2 * text, frame[3] - 1.6 * text];
    const needle = element('path', {
      d: `M0 ${-text}L${0.5 * text} ${0.8 * text}L0 ${0.4 * text}L${-0.5 * text} ${0.8 * text}Z`, fill: 'currentColor',
      stroke: 'none', transform: `translate(${x} ${y}) rotate(${front * 180 / Math.PI})`});
    return element('g', {}, needle, label("photo's centre", x - 1.4 * text, y + 0.36 * text, {'text-anchor': 'end'}));
  }

  scaleBar(frame, {pixel, text, units}) {
    const unitLength = units.metres * PLAN_SCALE;
    const step = roundStep(0.3 * (frame[2] - frame[0]) / unitLength);
    const [x, y, width] = [frame[0] + text, frame[3] - 1.2 * text, step * unitLength];
    const ticks = [0, 0.5, 1].map(t => `M${x + t * width} ${y}v${-0.5 * text}`).join('');
    return element('g', {},
      element('path', {d: `M${x} ${y}h${width}${ticks}`, 'stroke-width': 1.5 * pixel}),
      label(`${step} ${units.name}`, x + width + 0.5 * text, y, {'text-anchor': 'start'}));
  }
}

const MARK = '#d0592a';

const label = (text, x, y, more = {}) => element('text', {x, y, fill: 'currentColor', stroke: 'none', ...more}, text);

// Of the surface, by the shoelace formula.
function centroid(outline) {
  let [sum, x, z] = [0, 0, 0];
  outline.forEach((a, i) => {
    const b = outline[(i + 1) % outline.length], area = a[0] * b[1] - b[0] * a[1];
    sum += area;
    x += (a[0] + b[0]) * area;
    z += (a[1] + b[1]) * area;
  });
  return [x / (3 * sum), z / (3 * sum)];
}

// How much upright surface stands over each small square of the floor, as a picture.
function densityPicture(room) {
  const [low, high] = [[room.extent[0], room.extent[2]], [room.extent[3], room.extent[5]]];
  const cell = Math.max(high[0] - low[0], high[1] - low[1], 0.1) / 320;
  const [columns, rows] = [0, 1].map(k => Math.ceil((high[k] - low[k]) / cell) + 1);
  const counts = new Float32Array(columns * rows);
  const {vertices, count} = room.cloud, normals = new Int8Array(vertices.buffer);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = vertices.subarray(CLOUD_WORDS * i, CLOUD_WORDS * i + 3);
    const column = Math.round((x - low[0]) / cell), row = Math.round((z - low[1]) / cell);
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
    // A point stands for a surface in proportion to its distance squared; floors and ceilings stand for nothing.
    const upright = 1 - Math.abs(normals[4 * CLOUD_WORDS * i + 13] / 127);
    counts[row * columns + column] += (x * x + y * y + z * z) * upright ** 2;
  }
  const filled = counts.filter(x => x > 0).sort();
  const full = filled[Math.floor(0.95 * filled.length)] || 1;
  const canvas = Object.assign(document.createElement('canvas'), {width: columns, height: rows});
  const context = canvas.getContext('2d'), picture = context.createImageData(columns, rows);
  counts.forEach((x, i) => picture.data.set([120, 138, 146, 255 * Math.min(1, Math.sqrt(x / full))], 4 * i));
  context.putImageData(picture, 0, 0);
  const href = canvas.toDataURL();
  const image = opacity => element('image', {
    href, opacity, x: (low[0] - cell / 2) * PLAN_SCALE, y: (low[1] - cell / 2) * PLAN_SCALE,
    width: columns * cell * PLAN_SCALE, height: rows * cell * PLAN_SCALE});
  return {low, high, image};
}

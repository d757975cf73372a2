// SPDX-License-Identifier: Apache-2.0

// What is drawn over the picture: points, lines and lengths of measurements.

const SVG = 'http://www.w3.org/2000/svg';

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Drawing {
  constructor(svg) { this.svg = svg; }

  // `lines` are {from, to, text, isOpen} in the world, `points` are single ones; `view` takes the world to the screen.
  show(lines, points, view, width, height) {
    const place = ([x, y, , w]) => [(x / w + 1) / 2 * width, (1 - y / w) / 2 * height];
    const parts = [];
    for (const line of lines) {
      const ends = clipped(seen(view, line.from), seen(view, line.to));
      if (!ends) continue;
      const [a, b] = ends.map(place);
      const at = {x1: a[0], y1: a[1], x2: b[0], y2: b[1]};
      for (const name of ['casing', line.isOpen ? 'open' : 'line']) parts.push(element('line', {...at, class: name}));
      points = [...points, line.from, line.to];
      const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 10];
      if (line.text) parts.push(element('text', {x, y}, line.text));
    }
    const dots = points.map(point => seen(view, point)).filter(p => p[3] > NEAREST).map(place)
      .map(([cx, cy]) => element('circle', {cx, cy, r: 5}));
    // Lengths lie over lines and points.
    const isText = part => part.nodeName === 'text';
    this.svg.replaceChildren(...parts.filter(part => !isText(part)), ...dots, ...parts.filter(isText));
  }
}

const NEAREST = 0.02;

const seen = (m, p) => [0, 1, 2, 3].map(i => m[i] * p[0] + m[i + 4] * p[1] + m[i + 8] * p[2] + m[i + 12]);

// The part of a segment before the eye, or null.
function clipped(a, b) {
  if (a[3] < NEAREST && b[3] < NEAREST) return null;
  const cut = (p, q) => {
    const t = (NEAREST - p[3]) / (q[3] - p[3]);
    return p.map((x, i) => x + t * (q[i] - x));
  };
  return [a[3] < NEAREST ? cut(a, b) : a, b[3] < NEAREST ? cut(b, a) : b];
}

// SPDX-License-Identifier: Apache-2.0

// The colours of depth: from warm and light, near, to cold and dark, far, in even steps to the eye.

// The sRGB bytes of a share from 0, near, to 1, far: hue and lightness change evenly in OKLCH (Ottosson 2020).
function depthColour(share) {
  const lightness = 0.81 - 0.43 * share;
  const hue = (48 + 242 * share) * Math.PI / 180;
  // As colourful as 0.17, or as the screen can show.
  for (let chroma = 0.17; ; chroma -= 0.005) {
    const linear = linearOf(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
    if (chroma <= 0 || linear.every(x => x >= 0 && x <= 1)) return linear.map(encoded);
  }
}

// OKLab to linear sRGB.
function linearOf(lightness, a, b) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
}

function encoded(linear) {
  const x = clamp(linear, 0, 1);
  return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055));
}

// SPDX-License-Identifier: Apache-2.0

// Lengths, areas and their errors in words.

const INCH = 0.0254, FOOT = 12 * INCH;

function inFeet(metres) {
  const tenths = Math.round(metres / INCH * 10);
  const feet = Math.floor(tenths / 120);
  return `${feet ? `${feet} ft ` : ''}${((tenths - 120 * feet) / 10).toFixed(1)} in`;
}

const UNITS = {
  metres: {
    name: 'm', metres: 1,
    // To the centimetre, or to the millimetre where that is known.
    length: (metres, error = 0.01) => `${metres.toFixed(error < 0.01 ? 3 : 2)} m`,
    error: metres => `${metres.toFixed(metres < 0.01 ? 3 : 2)} m`,
    area: square => `${square.toFixed(1)} m²`,
  },
  feet: {
    name: 'ft', metres: FOOT,
    length: metres => inFeet(metres),
    error: metres => inFeet(metres),
    area: square => `${(square / FOOT ** 2).toFixed(0)} sq ft`,
  },
};

// The largest of 1, 2 and 5 times a power of ten that is at most `most`.
function roundStep(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map(x => x * power).find(x => x <= most * 1.000001);
}

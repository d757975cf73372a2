// SPDX-License-Identifier: Apache-2.0

// What the page holds: the photo, its depth, and what is known of the room. Nothing is fetched.

// A fault of the page or the browser, in words for people.
class ViewerFault extends Error {}

const dataOf = id => document.getElementById(id)?.textContent.trim() ?? '';

function bytesOf(id) {
  let text;
  try {
    text = atob(dataOf(id));
  } catch {
    throw new ViewerFault(`The ${id} in this file is damaged. Save or download the file again.`);
  }
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function bitmapOf(id, type, options) {
  try {
    return await createImageBitmap(new Blob([bytesOf(id)], {type}), options);
  } catch (error) {
    if (error instanceof ViewerFault) throw error;
    throw new ViewerFault(`The ${id} in this file cannot be decoded. Save or download the file again.`);
  }
}

// The facts of the element `room`; see ViewerPage.swift, which writes it.
function readFacts() {
  let facts;
  try {
    facts = JSON.parse(dataOf('room'));
  } catch {
    throw new ViewerFault('The description of the room in this file is damaged. Save or download the file again.');
  }
  if (facts.version !== 1) throw new ViewerFault('This file is of a newer kind than its own viewer. Make it again.');
  return facts;
}

// The bytes of an image just as they are stored: no colour management, and the 2D canvas is not asked, which may round.
function exactPixels(gl, bitmap) {
  const texture = gl.createTexture(), framebuffer = gl.createFramebuffer();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const pixels = new Uint8Array(4 * bitmap.width * bitmap.height);
  gl.readPixels(0, 0, bitmap.width, bitmap.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
  return pixels;
}

// The distances and their relative errors, one standard deviation each: four bytes a pixel, of which 256 R + G is the
// distance in units, 0 invalid, and B the error in 1/255, 0 where only that of the whole room is known.
async function readDepth(gl, facts) {
  const {width, height, metresPerUnit} = facts.depth;
  const bitmap = await bitmapOf('depth', 'image/png', {colorSpaceConversion: 'none', premultiplyAlpha: 'none'});
  if (bitmap.width !== width || bitmap.height !== height || width !== 2 * height) {
    throw new ViewerFault(`The depth in this file is ${bitmap.width} x ${bitmap.height}, not ${width} x ${height}.`);
  }
  const pixels = exactPixels(gl, bitmap);
  const [distance, error] = [new Float32Array(width * height), new Float32Array(width * height)];
  for (let i = 0; i < width * height; i++) {
    const units = 256 * pixels[4 * i] + pixels[4 * i + 1];
    distance[i] = units === FARTHER ? 0 : units * metresPerUnit;
    error[i] = pixels[4 * i + 2] / 255 || (facts.error.relative ?? 0);
  }
  return {grid: new DepthGrid(width, height, distance), error};
}

const FARTHER = 65535;

// The photo, no larger than the graphics can hold.
function readPhoto(gl, facts) {
  const {type, width, height} = facts.photo;
  const most = Math.min(gl.getParameter(gl.MAX_TEXTURE_SIZE), 8192);
  const smaller = {resizeWidth: most, resizeHeight: Math.round(most * height / width), resizeQuality: 'high'};
  return bitmapOf('photo', type, width > most ? smaller : {});
}

// A room to look at: `toWorld` takes the camera's axes to level ones, `toCamera` back; `detail` is one of
// DETAIL.
class Room {
  constructor(facts, {grid, error}, detail) {
    Object.assign(this, {facts, grid, error, toWorld: facts.levelling, toCamera: transposed(facts.levelling)});
    this.mesh = new RoomMesh(grid.resampled(Math.min(detail.columns, grid.width)), this.toWorld);
    this.cloud = new RoomCloud(grid, this.toWorld, detail.rows);
    if (!this.mesh.indexCount) throw new ViewerFault('There is no depth in this file. Make it again.');
    [this.near, this.far] = grid.quantiles(0.01, 0.98);
    this.extent = this.extentWithin(this.far);
    this.floor = facts.floorPlan?.floor ?? (facts.cameraHeight ? -facts.cameraHeight : this.mesh.box[1]);
  }

  // The point that a direction in level axes meets, seen from where the photo was taken; null where there is no depth.
  pointAlong(direction) {
    const inCamera = rotated(this.toCamera, direction);
    const distance = this.grid.distanceAt(...this.grid.pixel(inCamera));
    return distance ? scaled(unit(direction), distance) : null;
  }

  // The box of what is no farther than a distance, so that a window's view does not count.
  extentWithin(distance) {
    const {vertices, count} = this.cloud, box = [...NO_BOX];
    for (let i = 0; i < CLOUD_WORDS * count; i += CLOUD_WORDS) {
      if (Math.hypot(vertices[i], vertices[i + 1], vertices[i + 2]) <= distance) extend(box, vertices, i);
    }
    return box;
  }

  // The relative error of the distance of a point.
  errorAt(point) {
    return this.error[this.grid.index(...this.grid.pixel(rotated(this.toCamera, point)).map(Math.round))];
  }
}

// Columns of the mesh and rows of points: for graphics 458,000 points where nothing is missing, for a processor
// that has to draw 209,000.
const DETAIL = {graphics: {columns: 1024, rows: 600}, software: {columns: 512, rows: 405}};

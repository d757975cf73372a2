// SPDX-License-Identifier: Apache-2.0

// Drawing with WebGL 2: the panorama by its rays, the room by its triangles or its points.

// The photo is looked up by direction for every pixel, so that there is no seam and no pole in any interpolation.
// How fast the direction changes over the screen says which level of detail to take; turns of longitude are
// measured along the circle of latitude, because a panorama is stretched towards its poles. A processor that has
// to draw takes one level for all, which is four times as fast.
const SHADING = `
  uniform sampler2D photo, palette;
  uniform float overlay, nearest, farthest, level;
  const float PI = 3.14159265358979;
  vec2 place(vec3 d) {
    return vec2(atan(d.x, -d.z) / (2.0 * PI) + 0.5, 0.5 - asin(clamp(d.y, -1.0, 1.0)) / PI);
  }
  vec3 overlaid(vec3 colour, float metres) {
    if (overlay == 0.0) return colour;
    float share = clamp((metres - nearest) / (farthest - nearest), 0.0, 1.0);
    vec3 shade = metres > 0.0 ? texture(palette, vec2(share, 0.5)).rgb : vec3(0.35);
    return mix(colour, shade, overlay);
  }`;

const PHOTO_PIXEL = `
  vec2 change(vec3 d, vec3 dd) {
    float level = max(length(d.xz), 1e-4);
    return vec2((d.x * dd.z - d.z * dd.x) / level / (2.0 * PI), -dd.y / level / PI);
  }
  vec3 photoAt(vec3 d) {
    if (level >= 0.0) return textureLod(photo, place(d), level).rgb;
    return textureGrad(photo, place(d), change(d, dFdx(d)), change(d, dFdy(d))).rgb;
  }`;

const HEAD = `#version 300 es
  precision highp float;
  precision highp sampler2D;
`;

const LOOK = [HEAD + `
  uniform mat3 toCamera;
  uniform mat3 rays;
  out vec3 ray;
  void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0;
    ray = toCamera * (rays * vec3(corner, 1.0));
    gl_Position = vec4(corner, 0.0, 1.0);
  }`, HEAD + SHADING + PHOTO_PIXEL + `
  uniform sampler2D distances;
  in vec3 ray;
  out vec4 colour;
  void main() {
    vec3 d = normalize(ray);
    float metres = overlay > 0.0 ? textureLod(distances, place(d), 0.0).r : 0.0;
    colour = vec4(overlaid(photoAt(d), metres), 1.0);
  }`];

const MESH = [HEAD + `
  uniform mat4 view;
  uniform mat3 toCamera;
  layout(location = 0) in vec3 position;
  out vec3 ray;
  void main() {
    ray = toCamera * position;
    gl_Position = view * vec4(position, 1.0);
  }`, HEAD + SHADING + PHOTO_PIXEL + `
  in vec3 ray;
  out vec4 colour;
  void main() {
    colour = vec4(overlaid(photoAt(normalize(ray)), length(ray)), 1.0);
  }`];

// A point is as large as its share of the surface looks from here, and is not drawn from behind.
const CLOUD = [HEAD + SHADING + `
  uniform mat4 view;
  uniform vec3 eye;
  uniform float pixels, spacing;
  layout(location = 0) in vec3 position;
  layout(location = 1) in vec4 normal;
  layout(location = 2) in vec2 spot;
  flat out vec3 shade;
  void main() {
    float metres = length(position), away = distance(eye, position);
    float facing = dot(eye - position, normal.xyz) / away, facingCamera = -dot(position, normal.xyz) / metres;
    gl_Position = facing > 0.0 ? view * vec4(position, 1.0) : vec4(0.0, 0.0, 2.0, 1.0);
    float slant = clamp(facing / max(facingCamera, 0.05), 1.0, 2.5);
    float w = gl_Position.w;
    gl_PointSize = clamp(1.2 * slant * spacing * metres * pixels * away / (w * w), 1.5, 40.0);
    shade = overlaid(textureLod(photo, spot, level).rgb, metres);
  }`, HEAD + `
  flat in vec3 shade;
  out vec4 colour;
  void main() { colour = vec4(shade, 1.0); }`];

const TEXTURE_UNITS = {photo: 0, palette: 1, distances: 2};

class Renderer {
  constructor(gl, room, photo) {
    Object.assign(this, {gl, room, isSoftware: isDrawnBySoftware(gl)});
    this.programs = {look: program(gl, LOOK), mesh: program(gl, MESH), cloud: program(gl, CLOUD)};
    this.uploadPhoto(photo);
    this.uploadPalette();
    this.uploadDistances(room.grid);
    this.surfaces = {mesh: this.meshArray(room.mesh), cloud: this.cloudArray(room.cloud)};
    this.empty = gl.createVertexArray();
    gl.enable(gl.CULL_FACE);
  }

  texture(name, filter, wrap) {
    const {gl} = this;
    gl.activeTexture(gl.TEXTURE0 + TEXTURE_UNITS[name]);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, wrap);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  uploadPhoto(photo) {
    const {gl} = this;
    this.photoWidth = photo.width;
    this.texture('photo', this.isSoftware ? gl.LINEAR_MIPMAP_NEAREST : gl.LINEAR_MIPMAP_LINEAR, gl.REPEAT);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, photo);
    gl.generateMipmap(gl.TEXTURE_2D);
    const anisotropic = gl.getExtension('EXT_texture_filter_anisotropic');
    if (anisotropic && !this.isSoftware) gl.texParameteri(gl.TEXTURE_2D, anisotropic.TEXTURE_MAX_ANISOTROPY_EXT, 8);
  }

  uploadPalette() {
    const {gl} = this, colours = new Uint8Array(256 * 4);
    for (let i = 0; i < 256; i++) colours.set([...depthColour(i / 255), 255], 4 * i);
    this.texture('palette', gl.LINEAR, gl.CLAMP_TO_EDGE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, colours);
  }

  uploadDistances({width, height, distance}) {
    const {gl} = this;
    this.texture('distances', gl.NEAREST, gl.REPEAT);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, width, height, 0, gl.RED, gl.FLOAT, distance);
  }

  buffer(target, data) {
    const {gl} = this;
    gl.bindBuffer(target, gl.createBuffer());
    gl.bufferData(target, data, gl.STATIC_DRAW);
  }

  meshArray(mesh) {
    const {gl} = this, array = gl.createVertexArray();
    gl.bindVertexArray(array);
    this.buffer(gl.ARRAY_BUFFER, mesh.positions);
    this.buffer(gl.ELEMENT_ARRAY_BUFFER, mesh.indices);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 12, 0);
    const draw = (first, count) => gl.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_INT, 4 * first);
    return {array, tiles: mesh.tiles, draw};
  }

  cloudArray(cloud) {
    const {gl} = this, array = gl.createVertexArray();
    gl.bindVertexArray(array);
    this.buffer(gl.ARRAY_BUFFER, cloud.vertices);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 4 * CLOUD_WORDS, 0);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 4, gl.BYTE, true, 4 * CLOUD_WORDS, 12);
    gl.enableVertexAttribArray(2);
    gl.vertexAttribPointer(2, 2, gl.UNSIGNED_SHORT, true, 4 * CLOUD_WORDS, 16);
    return {array, tiles: cloud.tiles, draw: (first, count) => gl.drawArrays(gl.POINTS, first, count)};
  }

  // Clears a rectangle of the framebuffer bound, [x, y, width, height], to a colour of three numbers.
  clear(viewport, colour) {
    const {gl} = this;
    gl.viewport(...viewport);
    gl.clearColor(...colour, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  }

  // `angle` is that between neighbouring points or pixels, which says how much of the photo's detail shows.
  use(name, overlay, angle) {
    const {gl, room} = this, used = this.programs[name];
    gl.useProgram(used.program);
    const level = Math.max(0, Math.round(Math.log2(angle * this.photoWidth / TURN)));
    gl.uniform1f(used.at('level'), name === 'cloud' || this.isSoftware ? level : -1);
    for (const [sampler, texture] of Object.entries(TEXTURE_UNITS)) gl.uniform1i(used.at(sampler), texture);
    gl.uniform1f(used.at('overlay'), overlay);
    gl.uniform1f(used.at('nearest'), room.near);
    gl.uniform1f(used.at('farthest'), room.far);
    // WebGL takes columns, the page holds rows: the transposed matrix, read by columns, is the matrix.
    gl.uniformMatrix3fv(used.at('toCamera'), false, room.toWorld);
    return used;
  }

  // The panorama; `axes` are right, up and forward in the world, `tangents` of half the angles across and up.
  drawLook({right, up, forward}, tangents, overlay) {
    const {gl} = this, used = this.use('look', overlay, 2 * tangents[1] / gl.drawingBufferHeight);
    gl.uniformMatrix3fv(used.at('rays'), false,
      [...scaled(right, tangents[0]), ...scaled(up, tangents[1]), ...forward]);
    gl.disable(gl.DEPTH_TEST);
    gl.bindVertexArray(this.empty);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  // The room as 'mesh' or 'cloud'; `view` takes the world to the screen, `pixels` is the screen's height over
  // that of the view at a distance of one.
  drawRoom(kind, view, eye, pixels, overlay) {
    const {gl, room: {cloud}} = this, surface = this.surfaces[kind];
    const used = this.use(kind, overlay, kind === 'cloud' ? cloud.spacing : 1 / pixels);
    gl.uniformMatrix4fv(used.at('view'), false, view);
    if (kind === 'cloud') {
      gl.uniform3fv(used.at('eye'), eye);
      gl.uniform1f(used.at('pixels'), pixels);
      gl.uniform1f(used.at('spacing'), cloud.spacing);
    }
    gl.enable(gl.DEPTH_TEST);
    gl.bindVertexArray(surface.array);
    for (const [first, count] of visibleRanges(surface.tiles, planesOf(view))) surface.draw(first, count);
  }
}

// The ranges of the tiles in view, neighbours drawn at once.
function visibleRanges(tiles, planes) {
  const ranges = [];
  for (const {first, count, box} of tiles) {
    if (!count || isOutside(planes, box)) continue;
    const last = ranges.at(-1);
    if (last && last[0] + last[1] === first) last[1] += count; else ranges.push([first, count]);
  }
  return ranges;
}

function program(gl, sources) {
  const program = gl.createProgram();
  [gl.VERTEX_SHADER, gl.FRAGMENT_SHADER].forEach((type, i) => {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, sources[i]);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  });
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    const log = gl.getAttachedShaders(program).map(shader => gl.getShaderInfoLog(shader)).join(' ');
    throw new ViewerFault(`The graphics of this browser do not take the viewer's programs. ${log}`);
  }
  const places = new Map();
  const at = name => {
    if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name));
    return places.get(name);
  };
  return {program, at};
}

// Filtering along a slant costs a processor more than it is worth.
function isDrawnBySoftware(gl) {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return /swiftshader|llvmpipe|software/i.test(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

# SPDX-License-Identifier: Apache-2.0
"""Writes the mesh fixtures with other programs: trimesh, plyfile, pygltflib, Pillow.

    pip install trimesh plyfile pygltflib pillow numpy && python3 make_meshes.py

cube.*: corners at (+-1, +-2, +-3), outward triangles; a corner's bytes are 255, 128, 64 where x, y, z is positive, else 0.
quad*: the square from (-1, -1, 0) to (1, 1, 0), seen from +z, wearing a picture of 8 x 8 pixels whose quarters are
red, green (above) and blue, white (below).
tree.glb: nodes with shifts, turns, scales and a mirror; strips, sparse entries, strides and normalised integers.
"""

import base64
import os
import struct

import numpy as np
import plyfile
import pygltflib as gl
import trimesh
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))


def at(name):
    return os.path.join(HERE, name)


def write(name, data):
    with open(at(name), "wb") as file:
        file.write(data if isinstance(data, bytes) else data.encode())


def cube():
    box = trimesh.creation.box(extents=(2, 4, 6))
    colours = np.where(box.vertices > 0, [255, 128, 64], 0).astype(np.uint8)
    box.visual = trimesh.visual.ColorVisuals(box, vertex_colors=np.c_[colours, np.full(8, 255)])
    box.export(at("cube.glb"))
    write("cube.obj", trimesh.exchange.obj.export_obj(box, include_color=True, include_normals=False))
    write("cube.ply", box.export(file_type="ply", encoding="binary"))
    write("cube_ascii.ply", box.export(file_type="ply", encoding="ascii"))
    # Another writer: big endian, doubles, properties in another order, quadrilaterals, an element in between.
    vertex = np.empty(8, [("red", "u1"), ("z", "f8"), ("green", "u1"), ("y", "f8"), ("blue", "u1"), ("x", "f8")])
    for name, axis in zip("xyz", range(3)):
        vertex[name] = box.vertices[:, axis]
    for name, axis in zip(("red", "green", "blue"), range(3)):
        vertex[name] = colours[:, axis]
    quads = {}
    for triangle, normal in zip(box.faces, box.face_normals):
        quads.setdefault(tuple(np.round(normal).astype(int)), set()).update(triangle.tolist())
    rings = []
    for normal, corners in quads.items():
        axis = np.argmax(np.abs(normal))
        first, second = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
        angle = {c: np.arctan2(box.vertices[c] @ second, box.vertices[c] @ first) for c in corners}
        rings.append(sorted(corners, key=lambda c: angle[c] * normal[axis]))
    face = np.empty(6, [("flags", "i2"), ("vertex_index", "O")])
    face["flags"] = range(6)
    for index, ring in enumerate(rings):
        face["vertex_index"][index] = np.array(ring, "u2")
    extra = np.array([(1, 2.5)], [("a", "i4"), ("b", "f4")])
    describe = plyfile.PlyElement.describe
    plyfile.PlyData(
        [describe(vertex, "vertex"), describe(extra, "extra"),
         describe(face, "face", val_types={"vertex_index": "u2"}, len_types={"vertex_index": "i4"})],
        byte_order=">").write(at("cube_big.ply"))


def picture():
    pixels = np.zeros((8, 8, 3), np.uint8)
    pixels[:4, :4] = (255, 0, 0)
    pixels[:4, 4:] = (0, 255, 0)
    pixels[4:, :4] = (0, 0, 255)
    pixels[4:, 4:] = (255, 255, 255)
    return Image.fromarray(pixels)


def quad():
    image = picture()
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], float)
    # trimesh's coordinates have v upwards.
    uv = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    material = trimesh.visual.material.PBRMaterial(baseColorTexture=image, metallicFactor=0, roughnessFactor=1)
    mesh = trimesh.Trimesh(corners, [[0, 1, 2], [0, 2, 3]], process=False)
    mesh.visual = trimesh.visual.TextureVisuals(uv, material=material)
    mesh.export(at("quad.glb"))
    for name, data in trimesh.exchange.gltf.export_gltf(trimesh.Scene(mesh)).items():
        if name == "model.gltf":
            data = data.replace(b"gltf_buffer", b"quad%20buffer")
        write(name.replace("model", "quad").replace("gltf_buffer", "quad buffer"), data)
    mesh.visual = trimesh.visual.TextureVisuals(uv, material=trimesh.visual.material.SimpleMaterial(image=image))
    text, resources = trimesh.exchange.obj.export_obj(mesh, return_texture=True, mtl_name="quad.mtl")
    write("quad.obj", text)
    for name, data in resources.items():
        if name.endswith(".png"):
            write("quad.png", data)
        else:
            write("quad.mtl", data.decode().replace("material_0.png", "quad.png"))
    image.save(at("quad.webp"), lossless=True)


def tree():
    blob = b""
    views, accessors = [], []

    def view(data, stride=None):
        nonlocal blob
        blob += b"\0" * (-len(blob) % 4)
        views.append(gl.BufferView(buffer=0, byteOffset=len(blob), byteLength=len(data), byteStride=stride))
        blob += data
        return len(views) - 1

    def accessor(**fields):
        accessors.append(gl.Accessor(**fields))
        return len(accessors) - 1

    # A strip of two triangles: the square from (0, 0, 0) to (1, 1, 0), whose last corner is sparse; rows of 20 bytes
    # hold a position, two normalised 16-bit coordinates and four spare bytes.
    rows = b"".join(struct.pack("<3f2HI", *p, *t, 7) for p, t in [
        ((0, 0, 0), (0, 65535)), ((1, 0, 0), (65535, 65535)), ((0, 1, 0), (0, 0)), ((9, 9, 9), (65535, 0))])
    strip = view(rows, 20)
    position = accessor(bufferView=strip, byteOffset=0, componentType=gl.FLOAT, count=4, type="VEC3",
                        min=[0, 0, 0], max=[9, 9, 9],
                        sparse=gl.Sparse(
                            count=1,
                            indices=gl.AccessorSparseIndices(bufferView=view(struct.pack("<B", 3)), componentType=gl.UNSIGNED_BYTE),
                            values=gl.AccessorSparseValues(bufferView=view(struct.pack("<3f", 1, 1, 0)))))
    uv = accessor(bufferView=strip, byteOffset=12, componentType=gl.UNSIGNED_SHORT, normalized=True, count=4, type="VEC2")
    # A fan of quantised positions, in steps of 1/127: the same square, with a byte to spare after each.
    fan = view(struct.pack("<16b", 0, 0, 0, 0, 127, 0, 0, 0, 127, 127, 0, 0, 0, 127, 0, 0), 4)
    quantised = accessor(bufferView=fan, componentType=gl.BYTE, normalized=True, count=4, type="VEC3", min=[0, 0, 0], max=[127, 127, 0])
    normals = accessor(bufferView=view(struct.pack("<16b", *([0, 0, 127, 0] * 4)), 4), componentType=gl.BYTE,
                       normalized=True, count=4, type="VEC3")
    turned = {"KHR_texture_transform": {"offset": [0.25, 0.5], "rotation": np.pi / 2, "scale": [0.5, 2]}}
    half = np.sqrt(0.5)
    document = gl.GLTF2(
        asset=gl.Asset(version="2.0"), scene=1,
        scenes=[gl.Scene(nodes=[5]), gl.Scene(nodes=[0, 3])],
        nodes=[
            gl.Node(children=[1], translation=[10, 0, 0], scale=[2, 2, 2]),
            # A quarter turn about y: x goes to -z.
            gl.Node(children=[2], rotation=[0, half, 0, half]),
            gl.Node(mesh=0, matrix=[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 3, 1]),
            gl.Node(mesh=1, scale=[-1, 1, 1]),
            gl.Node(),
            gl.Node(mesh=0),
        ],
        meshes=[
            gl.Mesh(primitives=[gl.Primitive(attributes=gl.Attributes(POSITION=position, TEXCOORD_0=uv), mode=5, material=0)]),
            gl.Mesh(primitives=[gl.Primitive(attributes=gl.Attributes(POSITION=quantised, NORMAL=normals), mode=6, material=1)]),
        ],
        materials=[
            gl.Material(pbrMetallicRoughness=gl.PbrMetallicRoughness(
                baseColorTexture=gl.TextureInfo(index=0, extensions=turned), metallicFactor=0)),
            gl.Material(emissiveFactor=[1, 0.5, 0], extensions={"KHR_materials_emissive_strength": {"emissiveStrength": 4}}),
        ],
        textures=[gl.Texture(source=0, sampler=0)], samplers=[gl.Sampler(wrapS=33071, wrapT=33648)],
        images=[gl.Image(uri="data:image/webp;base64," + base64.b64encode(open(at("quad.webp"), "rb").read()).decode())],
        accessors=accessors, bufferViews=views, buffers=[gl.Buffer(byteLength=len(blob))],
        extensionsUsed=["KHR_texture_transform", "KHR_lights_punctual", "KHR_materials_emissive_strength"],
        extensionsRequired=["KHR_texture_transform"],
        extensions={"KHR_lights_punctual": {"lights": [
            {"type": "point", "color": [1, 0.5, 0.25], "intensity": 12000},
            {"type": "spot", "intensity": 3000, "spot": {"innerConeAngle": 0.1, "outerConeAngle": 0.5}},
            {"type": "directional", "intensity": 4500}]}})
    document.nodes[0].extensions = {"KHR_lights_punctual": {"light": 0}}
    document.nodes[1].extensions = {"KHR_lights_punctual": {"light": 1}}
    document.nodes[3].extensions = {"KHR_lights_punctual": {"light": 2}}
    document.set_binary_blob(blob)
    document.save_binary(at("tree.glb"))


cube()
quad()
tree()

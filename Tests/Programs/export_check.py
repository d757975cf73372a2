# SPDX-License-Identifier: Apache-2.0
"""Reads what `rotunda export` makes of a known room with another library, and holds it to the room.

    export_check.py PROGRAM [--width 2048] [--faces 500000]

Depth and photo come from `known_room.py`, by a camera held askew; trimesh reads the mesh and the cloud. Checked: the walls' distances, that every
visible direction of the mesh is closed and no triangle hangs in front of what is there, edges and normals at the seam and
the poles against those elsewhere, the rules of the glTF 2.0 specification that a validator asks for, the cube's
z-depth, the grey layer. Prints each figure; ends with status 1 where one is out of bounds.

Needs `pip install numpy trimesh pillow`.
"""

import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

import numpy
import trimesh
from PIL import Image

import known_room

failures = []
#: The camera leans: what is exported must stand upright. `--level` has no heading.
PITCH, ROLL = 4, 3
LEVELLING = known_room.turn(0, PITCH) @ known_room.turn(2, -ROLL)
ROOM = (known_room.LOW, known_room.HIGH)


def cast(rays):
    """Distances along unit rays [n, 3] from the camera in level axes, and the wall that each meets: 0 to 5 for -x, +x,
    floor, ceiling, -z, +z, and 6 for furniture."""
    distance, axis = known_room.cast(numpy.zeros(3), rays)
    reached = numpy.take_along_axis(rays * distance[:, None], axis[:, None], -1)[:, 0]
    low, high = numpy.abs(reached - ROOM[0][axis]) < 1e-9, numpy.abs(reached - ROOM[1][axis]) < 1e-9
    return distance, numpy.where(low, 2 * axis, numpy.where(high, 2 * axis + 1, 6))


def write_room(folder, width):
    """Writes the depth and the photo of the known room and returns their paths."""
    known_room.LEVELLING = LEVELLING
    depth, photo = folder / "depth.npy", folder / "room.jpg"
    numpy.save(depth, known_room.depth_map(width).astype(numpy.float32))
    Image.fromarray(known_room.photograph(width)).save(photo, "JPEG", quality=92)
    return depth, photo


def check(what, value, bound, unit=""):
    fine = value <= bound
    print(f"{'ok  ' if fine else 'FAIL'} {what}: {value:.5g}{unit} (at most {bound:g}{unit})")
    if not fine:
        failures.append(what)


def holds(what, condition):
    print(f"{'ok  ' if condition else 'FAIL'} {what}")
    if not condition:
        failures.append(what)


def spread_directions(count, seed=1):
    """Unit vectors evenly spread over the sphere (Fibonacci), slightly shaken so that none is special."""
    k = numpy.arange(count) + 0.5
    y = 1 - 2 * k / count
    angle = numpy.pi * (1 + 5**0.5) * k
    radius = numpy.sqrt(1 - y * y)
    rays = numpy.stack([radius * numpy.cos(angle), y, radius * numpy.sin(angle)], axis=-1)
    rays += numpy.random.default_rng(seed).normal(0, 1e-3, rays.shape)
    return rays / numpy.linalg.norm(rays, axis=-1, keepdims=True)


class SphereIndex:
    """Triangles around the camera by the direction that they are seen in, to cast rays from the camera."""

    def __init__(self, triangles):
        self.triangles = triangles
        a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
        # A ray d from the origin meets the plane at t = det(a, b, c) / n . d, n the sum of the edges' products.
        self.planes = numpy.stack([numpy.cross(b, c), numpy.cross(c, a), numpy.cross(a, b)], axis=1)
        self.volume = numpy.einsum("ij,ij->i", a, numpy.cross(b, c))
        unit = triangles / numpy.linalg.norm(triangles, axis=-1, keepdims=True)
        self.middles = unit.sum(axis=1)
        self.middles /= numpy.linalg.norm(self.middles, axis=-1, keepdims=True)
        self.cosines = numpy.einsum("ijk,ik->ij", unit, self.middles).min(axis=1)

    def first(self, rays):
        """Distance to the first triangle along each ray; infinite where there is none."""
        result = numpy.full(len(rays), numpy.inf)
        for start in range(0, len(rays), 64):
            part = rays[start : start + 64]
            near = part @ self.middles.T >= self.cosines - 1e-9
            which, face = numpy.nonzero(near)
            weights = numpy.einsum("ijk,ik->ij", self.planes[face], part[which])
            sign = numpy.sign(self.volume[face])[:, None]
            # Rays through an edge belong to both sides of it.
            inside = (weights * sign >= -1e-9 * numpy.abs(weights).max(axis=1, keepdims=True)).all(axis=1)
            which, face, weights = which[inside], face[inside], weights[inside]
            numpy.minimum.at(result, start + which, self.volume[face] / weights.sum(axis=1))
        return result


def check_mesh(path, faces, texture_bytes):
    mesh = trimesh.load(path, force="mesh", process=False)
    holds(f"mesh has {len(mesh.faces)} faces, at most {faces}", 0 < len(mesh.faces) <= faces)
    size = path.stat().st_size - texture_bytes
    check("mesh without its texture", size / 1e6, 24 * faces / 1e6, " MB")
    triangles = numpy.asarray(mesh.triangles, dtype=float)
    index = SphereIndex(triangles)

    rays = spread_directions(6_000)
    true, surface = cast(rays)
    found = index.first(rays)
    holds(f"every one of {len(rays)} directions meets the mesh", bool(numpy.isfinite(found).all()))
    error = numpy.abs(found / true - 1)
    check("median error of the mesh along rays", float(numpy.median(error)), 1e-4)
    # What is seen within a lattice step of an edge may belong to either side.
    check("share of rays that are off by more than 0.5 %", float((error > 0.005).mean()), 0.02)
    for number, name in enumerate(["-x wall", "+x wall", "floor", "ceiling", "-z wall", "+z wall"]):
        on = surface == number
        distances = numpy.abs(rays[on][:, number // 2] * found[on])
        wall = abs(ROOM[number % 2][number // 2])
        check(f"{name} at {wall:.2f} m, in the mesh", 100 * abs(numpy.median(distances) / wall - 1), 0.5, " %")
        off = numpy.abs(distances / wall - 1)
        check("  95th percentile", 100 * float(numpy.quantile(off, 0.95)), 0.5, " %")

    middles = triangles.mean(axis=1)
    lengths = numpy.linalg.norm(middles, axis=1)
    true, _ = cast(middles / lengths[:, None])
    check("share of faces in front of what is there", float((lengths < 0.98 * true).mean()), 0.004)
    check_seam_and_poles(mesh, triangles)


def check_seam_and_poles(mesh, triangles):
    """Edges that belong to one face only are where a surface ends: none of them may lie at the seam or a pole."""
    merged = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    merged.merge_vertices(merge_tex=True, merge_norm=True)
    edges = numpy.sort(merged.edges, axis=1)
    unique, counts = numpy.unique(edges, axis=0, return_counts=True)
    open_edges = unique[counts == 1]
    ends = merged.vertices[open_edges]
    middle = ends.mean(axis=1)
    unit = middle / numpy.linalg.norm(middle, axis=1, keepdims=True) @ LEVELLING
    at_pole = numpy.abs(unit[:, 1]) > numpy.cos(numpy.radians(3))
    at_seam = (numpy.abs(numpy.arctan2(unit[:, 0], -unit[:, 2])) > numpy.pi - 1e-3) & ~at_pole
    # The seam may cross edges of furniture; open edges along the seam would be many and vertical.
    along = numpy.abs((ends[:, 0] - ends[:, 1]) @ LEVELLING)
    upright = along[:, 1] > 3 * numpy.hypot(along[:, 0], along[:, 2])
    holds(f"no open edge at the poles ({int(at_pole.sum())})", not at_pole.any())
    holds(f"no open edge along the seam ({int((at_seam & upright).sum())})", not (at_seam & upright).any())
    # Flat surfaces: the faces that touch the seam or a pole have the normals of the wall they lie on.
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    normal = numpy.cross(b - a, c - a)
    area = numpy.linalg.norm(normal, axis=1)
    unit = triangles / numpy.linalg.norm(triangles, axis=-1, keepdims=True) @ LEVELLING
    pole = (numpy.abs(unit[:, :, 1]) > 0.9999).any(axis=1) & (area > 0)
    tilt = numpy.degrees(numpy.arccos(numpy.clip(numpy.abs(normal[pole, 1]) / area[pole], 0, 1)))
    check(f"tilt of {int(pole.sum())} faces at the poles", float(tilt.max()), 1.0, " degrees")
    longest = numpy.linalg.norm(numpy.stack([b - a, c - b, a - c]), axis=-1).max(axis=0)
    relative = longest / numpy.linalg.norm(triangles.mean(axis=1), axis=1)
    check("longest edge at a pole against that elsewhere", float(relative[pole].max() / relative.max()), 1.0)


def check_rules(path):
    """What the Khronos validator asks of such a file, read byte by byte (glTF 2.0 specification, sections 3 and 4)."""
    data = path.read_bytes()
    magic, version, length = struct.unpack_from("<4sII", data)
    holds("GLB header", magic == b"glTF" and version == 2 and length == len(data))
    json_length, kind = struct.unpack_from("<I4s", data, 12)
    holds("JSON chunk", kind == b"JSON" and json_length % 4 == 0)
    document = json.loads(data[20 : 20 + json_length])
    binary_length, kind = struct.unpack_from("<I4s", data, 20 + json_length)
    holds("BIN chunk", kind == b"BIN\0" and binary_length % 4 == 0 and 28 + json_length + binary_length == length)
    binary = data[28 + json_length :]
    holds("asset version", document["asset"]["version"] == "2.0")
    used = set(document.get("extensionsUsed", []))
    named = {name for material in document["materials"] for name in material.get("extensions", {})}
    holds("extensions are declared", named == used)
    sizes = {5121: 1, 5123: 2, 5125: 4, 5126: 4}
    types = {5121: "u1", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
    widths = {"SCALAR": 1, "VEC2": 2, "VEC3": 3}
    views = document["bufferViews"]
    holds("buffer covers its views", all(
        v["byteOffset"] + v["byteLength"] <= document["buffers"][0]["byteLength"] <= binary_length for v in views))
    values = []
    for accessor in document["accessors"]:
        view, size = views[accessor["bufferView"]], sizes[accessor["componentType"]]
        width = widths[accessor["type"]]
        aligned = view["byteOffset"] % size == 0 and (width == 1 or (size * width) % 4 == 0)
        holds("accessor is aligned and inside its view", aligned and accessor["count"] * size * width <= view["byteLength"])
        found = numpy.frombuffer(
            binary, types[accessor["componentType"]], accessor["count"] * width, view["byteOffset"]).reshape(-1, width)
        values.append(found)
        if "min" in accessor:
            exact = numpy.array_equal(numpy.float32(accessor["min"]), found.min(axis=0)) and numpy.array_equal(
                numpy.float32(accessor["max"]), found.max(axis=0))
            holds("bounds are exact", exact)
    primitive = document["meshes"][0]["primitives"][0]
    positions = document["accessors"][primitive["attributes"]["POSITION"]]
    holds("positions have bounds", "min" in positions and "max" in positions)
    holds("positions are finite", bool(numpy.isfinite(values[primitive["attributes"]["POSITION"]]).all()))
    indices = values[primitive["indices"]]
    reserved = {2: 65535, 4: 2**32 - 1}[indices.dtype.itemsize]
    holds("indices name corners", indices.max() < positions["count"] and indices.max() != reserved)
    holds("whole triangles", len(indices) % 3 == 0)
    counts = {document["accessors"][a]["count"] for a in primitive["attributes"].values()}
    holds("attributes have one length", counts == {positions["count"]})
    targets = [view.get("target") for view in views]
    holds("targets", targets == [34962, 34962, 34963, None])
    image = views[document["images"][0]["bufferView"]]
    photo = binary[image["byteOffset"] : image["byteOffset"] + image["byteLength"]]
    holds("texture is the JPEG that it claims", photo[:3] == b"\xff\xd8\xff" and photo[-2:] == b"\xff\xd9")
    return len(photo)


def check_cloud(path, points):
    cloud = trimesh.load(path)
    vertices = numpy.asarray(cloud.vertices, dtype=float)
    holds(f"cloud has {len(vertices)} points, near {points}", 0.9 * points < len(vertices) <= 1.02 * points)
    distance = numpy.linalg.norm(vertices, axis=1)
    rays = vertices / distance[:, None]
    true, surface = cast(rays)
    error = numpy.abs(distance / true - 1)
    check("median error of the cloud", float(numpy.median(error)), 1e-4)
    check("share of points off by more than 0.5 %", float((error > 0.005).mean()), 0.01)
    on_something = numpy.minimum.reduce([error] + [
        numpy.abs(distance / cast(shaken(rays, k))[0] - 1) for k in range(8)])
    # Surfaces nearer than a tenth to each other mix within a pixel.
    check("share of points in the air between surfaces", float((on_something > 0.01).mean()), 5e-4)
    for number, name in enumerate(["-x wall", "+x wall", "floor", "ceiling", "-z wall", "+z wall"]):
        wall = abs(ROOM[number % 2][number // 2])
        found = numpy.abs(vertices[surface == number][:, number // 2])
        check(f"{name} at {wall:.2f} m, in the cloud", 100 * abs(numpy.median(found) / wall - 1), 0.5, " %")
    raw = cloud.metadata["_ply_raw"]["vertex"]["data"]
    normal = numpy.stack([raw["nx"], raw["ny"], raw["nz"]], axis=-1).reshape(-1, 3).astype(float)
    for number in range(6):
        on = (surface == number) & (error < 1e-3)
        expected = numpy.zeros(3)
        expected[number // 2] = 1 if number % 2 == 0 else -1
        angles = numpy.degrees(numpy.arccos(numpy.clip(normal[on] @ expected, -1, 1)))
        check(f"normals of surface {number}, 99th percentile", float(numpy.quantile(angles, 0.99)), 3.0, " degrees")
    for name, region in REGIONS.items():
        near = region(rays @ LEVELLING)
        check(f"spikes at the {name}", float((on_something[near] > 0.01).mean()), 0.0)
        density = near.mean() / region(spread_directions(200_000)).mean()
        holds(f"density at the {name}: {density:.3f} of that elsewhere", 0.9 < density < 1.1)


#: Parts of the sphere, by directions in the camera's axes.
REGIONS = {
    "pole": lambda rays: numpy.abs(rays[:, 1]) > numpy.cos(numpy.radians(6)),
    "seam": lambda rays: numpy.abs(numpy.arctan2(rays[:, 0], -rays[:, 2])) > numpy.pi - 0.01,
}


def shaken(rays, k, angle=0.004):
    """Directions beside others, by about a pixel: what lies there belongs to one of the surfaces seen around it."""
    helper = numpy.where(numpy.abs(rays[:, 1:2]) < 0.9, [[0, 1, 0]], [[1, 0, 0]])
    u = numpy.cross(rays, helper)
    u /= numpy.linalg.norm(u, axis=1, keepdims=True)
    v = numpy.cross(rays, u)
    moved = rays + angle * (numpy.cos(k * numpy.pi / 4) * u + numpy.sin(k * numpy.pi / 4) * v)
    return moved / numpy.linalg.norm(moved, axis=1, keepdims=True)


AXES = {  # forward, right, up
    "right": ((1, 0, 0), (0, 0, 1), (0, 1, 0)), "left": ((-1, 0, 0), (0, 0, -1), (0, 1, 0)),
    "up": ((0, 1, 0), (1, 0, 0), (0, 0, 1)), "down": ((0, -1, 0), (1, 0, 0), (0, 0, -1)),
    "back": ((0, 0, 1), (-1, 0, 0), (0, 1, 0)), "front": ((0, 0, -1), (1, 0, 0), (0, 1, 0)),
}


def check_cube(folder):
    for name, (forward, right, up) in AXES.items():
        z = numpy.array(Image.open(folder / f"cube-{name}.png")).astype(float) / 1000
        size = len(z)
        a = (2 * numpy.arange(size) + 1) / size - 1
        rays = (
            numpy.array(forward) + a[None, :, None] * numpy.array(right) - a[:, None, None] * numpy.array(up))
        length = numpy.linalg.norm(rays, axis=-1)
        true, _ = known_room.cast(numpy.zeros(3), rays / length[..., None] @ LEVELLING.T)
        error = numpy.abs(z * length / true - 1)
        check(f"cube face {name}, median error", float(numpy.median(error)), 5e-4)
        check("  off by more than 1 %", float((error > 0.01).mean()), 0.02)


def check_layer(folder):
    numbers = json.loads((folder / "layers.json").read_text())
    grey = numpy.array(Image.open(folder / "layers.png"))[..., 0].astype(float)
    true = known_room.depth_map(grey.shape[1])
    step = (numbers["far"] - numbers["near"]) / 255
    # As three.js displaces a sphere.
    shown = numbers["threejs"]["sphereRadius"] + numbers["threejs"]["displacementScale"] * grey / 255
    check("layer, largest error in grey steps", float(numpy.abs(shown - true).max() / step), 0.51)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--width", type=int, default=2048)
    parser.add_argument("--faces", type=int, default=500_000)
    parser.add_argument("--points", type=int, default=400_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        depth, photo = write_room(folder, arguments.width)
        start = time.time()
        subprocess.run(
            [arguments.program, "export", depth, "--photo", photo, "--format", "ply,glb,cube,layers", "--faces",
             str(arguments.faces), "--points", str(arguments.points), "--level", f"{PITCH},{ROLL}"],
            check=True, stdout=subprocess.DEVNULL)
        print(f"all formats in {time.time() - start:.2f} s")
        texture = check_rules(folder / "mesh.glb")
        check_mesh(folder / "mesh.glb", arguments.faces, texture)
        check_cloud(folder / "cloud.ply", arguments.points)
        check_cube(folder)
        check_layer(folder)
    print(f"{len(failures)} failures" if failures else "all within bounds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

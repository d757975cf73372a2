# SPDX-License-Identifier: Apache-2.0
"""Renders the benchmark's room with Blender's Cycles and prints time and noise beside Rotunda's.

    swift build -c release --product RenderingBenchmark
    blender -b --python Benchmarks/peers/cycles.py -- .build/release/RenderingBenchmark [--threads 2] [--picture OUT.png]
      [--samples 9400 --size 128x64]

Both take one panorama of 512x256 of the same triangles, lamps, sun and sky; patterns are their mean colour in Cycles,
which is the easier task. Noise is the root mean square of the relative difference of two pictures of different seeds,
over the root of 2, without what is more than four times as bright as the median. Time includes the building of trees.

Without a denoiser, which Debian's Blender lacks, noise like ours takes Cycles thousands of samples: --samples asks for so many and
nothing else, and --size for a smaller panorama, of which a pixel is as noisy and the time is that of a panorama of 512x256 divided by
the ratio of pixels.
"""

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import bpy
import mathutils

FULL = (512, 256)


def turned(v):
    """Y up to Z up."""
    return (v[0], -v[2], v[1])


def material(index, entry):
    made = bpy.data.materials.new(f"m{index}")
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    nodes.clear()
    output = nodes.new("ShaderNodeOutputMaterial")
    colour = (*entry["colour"], 1)
    if entry["emission"] > 0:
        node = nodes.new("ShaderNodeEmission")
        node.inputs["Color"].default_value = colour
        node.inputs["Strength"].default_value = entry["emission"]
        # As in Rotunda, lamps carry the light and the glow is only seen.
        made.cycles.sample_as_light = False
    elif entry["finish"] in ("mirror", "metal"):
        node = nodes.new("ShaderNodeBsdfGlossy")
        node.inputs["Color"].default_value = colour
        node.inputs["Roughness"].default_value = entry["roughness"]
    elif entry["finish"] == "glass":
        node = nodes.new("ShaderNodeBsdfTransparent")
        node.inputs["Color"].default_value = colour
    elif entry["finish"] == "coated":
        node = nodes.new("ShaderNodeBsdfPrincipled")
        node.inputs["Base Color"].default_value = colour
        node.inputs["Roughness"].default_value = entry["roughness"]
    else:
        node = nodes.new("ShaderNodeBsdfDiffuse")
        node.inputs["Color"].default_value = colour
    links.new(node.outputs[0], output.inputs["Surface"])
    return made


def lamp(index, entry):
    u, v = (mathutils.Vector(turned(entry[edge])) if entry[edge] else None for edge in ("edgeU", "edgeV"))
    centre = mathutils.Vector(turned(entry["centre"]))
    data = bpy.data.lights.new(f"l{index}", "POINT" if u is None else "AREA")
    made = bpy.data.objects.new(f"l{index}", data)
    bpy.context.collection.objects.link(made)
    peak = max(entry["emission"])
    data.color = [channel / peak for channel in entry["emission"]]
    if u is None:
        data.shadow_soft_size = entry["radius"]
        # Watts of a point lamp are 4 pi^2 times its intensity.
        data.energy = 4 * math.pi**2 * peak
        made.location = centre
        return
    data.shape, data.size, data.size_y = "RECTANGLE", 2 * u.length, 2 * v.length
    # Watts of an area lamp are pi times its area times its radiance.
    data.energy = math.pi * data.size * data.size_y * peak
    data.cycles.is_portal = entry["form"] == "portal"
    # An area lamp shines along -z of its own axes.
    x, y = u.normalized(), v.normalized()
    z = -u.cross(v).normalized()
    made.matrix_world = mathutils.Matrix((x, z.cross(x), z)).transposed().to_4x4()
    made.location = centre


def build(description):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    materials = [material(i, entry) for i, entry in enumerate(description["materials"])]
    mesh = bpy.data.meshes.new("room")
    triangles = description["triangles"]
    mesh.from_pydata([turned(p) for p in description["positions"]], [], [t[:3] for t in triangles])
    for entry in materials:
        mesh.materials.append(entry)
    mesh.polygons.foreach_set("material_index", [t[3] for t in triangles])
    bpy.context.collection.objects.link(bpy.data.objects.new("room", mesh))
    for x, y, z, radius, index in description["balls"]:
        bpy.ops.mesh.primitive_uv_sphere_add(radius=radius, location=turned((x, y, z)))
        bpy.context.object.data.materials.append(materials[int(index)])
    for index, entry in enumerate(description["lamps"]):
        lamp(index, entry)
    if description["sun"]:
        direction, irradiance = description["sun"]
        data = bpy.data.lights.new("sun", "SUN")
        data.energy, data.angle = max(irradiance), 2 * 0.00465
        data.color = [channel / max(irradiance) for channel in irradiance]
        made = bpy.data.objects.new("sun", data)
        made.rotation_mode = "QUATERNION"
        made.rotation_quaternion = mathutils.Vector(turned(direction)).to_track_quat("Z", "Y")
        bpy.context.collection.objects.link(made)
    world = bpy.data.worlds.new("sky")
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = (*description["sky"], 1)
    bpy.context.scene.world = world
    data = bpy.data.cameras.new("camera")
    data.type = "PANO"
    data.cycles.panorama_type = "EQUIRECTANGULAR"
    camera = bpy.data.objects.new("camera", data)
    camera.location = turned(description["cameras"][0])
    camera.rotation_euler = (math.pi / 2, 0, 0)
    bpy.context.collection.objects.link(camera)
    bpy.context.scene.camera = camera


def render(samples, denoised, seed, threads, size, path):
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = False
    scene.cycles.use_denoising = denoised
    scene.cycles.seed = seed
    scene.cycles.max_bounces = 8
    scene.render.threads_mode, scene.render.threads = "FIXED", threads
    (scene.render.resolution_x, scene.render.resolution_y), scene.render.resolution_percentage = size, 100
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.render.filepath = path

    def processor():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    start = (time.monotonic(), processor())
    bpy.ops.render.render(write_still=True)
    cost = (time.monotonic() - start[0], processor() - start[1])
    image = bpy.data.images.load(path)
    greens = list(image.pixels)[1::4]
    bpy.data.images.remove(image)
    return greens, cost


def noise(a, b):
    limit = 4 * statistics.median(x + y for x, y in zip(a, b))
    kept = [(x, y) for x, y in zip(a, b) if limit / 400 < x + y < limit]
    return math.sqrt(statistics.fmean((2 * (x - y) / (x + y)) ** 2 / 2 for x, y in kept))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("benchmark")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--picture")
    parser.add_argument("--samples", type=int)
    parser.add_argument("--size", default="x".join(map(str, FULL)))
    arguments = parser.parse_args(sys.argv[sys.argv.index("--") + 1 :])
    size = tuple(map(int, arguments.size.split("x")))
    settings = [(arguments.samples, False)] if arguments.samples else [(4, True), (16, True), (64, True), (64, False)]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([arguments.benchmark, "export", f"{folder}/scene.json"], check=True)
        with open(f"{folder}/scene.json") as file:
            build(json.load(file))
        for samples, denoised in settings:
            try:
                first, cost = render(samples, denoised, 1, arguments.threads, size, f"{folder}/1.exr")
                second, _ = render(samples, denoised, 2, arguments.threads, size, f"{folder}/2.exr")
            except RuntimeError as error:
                print(f"Cycles cannot: {error}")
                continue
            name = f"Cycles, {samples} samples{', denoised' if denoised else ''}, {arguments.size}"
            results.append({"name": name, "wall": cost[0], "processor": cost[1], "noise": noise(first, second)})
        if arguments.picture:
            bpy.context.scene.render.image_settings.file_format = "PNG"
            bpy.context.scene.render.filepath = arguments.picture
            bpy.ops.render.render(write_still=True)
    for quality in ("draft", "train"):
        output = subprocess.run([arguments.benchmark, "noise", quality], check=True, capture_output=True, text=True)
        results.append(json.loads(output.stdout))
    for entry in results:
        print(
            f"{entry['name']:32} {entry['wall']:8.2f} s   {entry['processor']:8.2f} s of processors"
            f"   noise {100 * entry['noise']:6.2f} %"
        )


main()

# SPDX-License-Identifier: Apache-2.0
"""Makes the fixtures: small files that programs other than Rotunda wrote, for the tests to read.

Needs numpy, ImageMagick 6, libjpeg-turbo-progs, webp, exiftool and the OpenEXR tools (apt names: imagemagick
libjpeg-turbo-progs webp libimage-exiftool-perl openexr). Run from this folder: python3 make_fixtures.py

Pictures hold the gradient red = 255 x / (w - 1), green = 255 y / (h - 1), blue = 128, unless their name says otherwise;
depth files hold 1 + x / 8 + y / 4 metres, and 0 at the top left.
"""

import os
import struct
import subprocess
import zlib

import numpy as np


def path(name):
    return os.path.join(".", name)


def run(*arguments):
    subprocess.run(arguments, check=True)


def gradient(width, height):
    x = np.arange(width) * 255 / (width - 1)
    y = np.arange(height) * 255 / (height - 1)
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[..., 0] = np.round(x)[None, :]
    picture[..., 1] = np.round(y)[:, None]
    return picture


def ppm(name, picture):
    with open(name, "wb") as file:
        file.write(b"P6\n%d %d\n255\n" % (picture.shape[1], picture.shape[0]) + picture.tobytes())


def png(name, samples, bits, colour_type, extra=b""):
    """A PNG of rows of samples, without filters."""
    height, width = samples.shape[:2]
    rows = samples.astype(">u2" if bits == 16 else np.uint8).reshape(height, -1)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, 0)
    with open(path(name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
                   + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


# --- JPEG
ppm("source.ppm", gradient(64, 32))
run("cjpeg", "-quality", "95", "-sample", "1x1", "-optimize", "-outfile", path("gradient.jpg"), "source.ppm")
run("jpegtran", "-progressive", "-outfile", path("progressive.jpg"), path("gradient.jpg"))
run("cjpeg", "-grayscale", "-quality", "95", "-outfile", path("grey.jpg"), "source.ppm")
run("convert", "source.ppm", "-colorspace", "CMYK", "-quality", "95", path("cmyk.jpg"))
stored = {1: [], 2: ["-flop"], 3: ["-rotate", "180"], 4: ["-flip"], 5: ["-transpose"], 6: ["-rotate", "270"],
          7: ["-transverse"], 8: ["-rotate", "90"]}
for orientation, turn in stored.items():
    name = path(f"orientation{orientation}.jpg")
    run("convert", "source.ppm", *turn, "-strip", "-sampling-factor", "1x1", "-quality", "95", name)
    run("exiftool", "-q", "-overwrite_original", "-n", f"-Orientation={orientation}", name)
run("convert", "source.ppm", "-resize", "64x30!", "-strip", path("notwide.png"))

# --- GPano: the middle of a sphere of 128 x 64, in both ways XMP writes properties
crop = ["-XMP-GPano:ProjectionType=equirectangular", "-XMP-GPano:PoseHeadingDegrees=12.5",
        "-XMP-GPano:PosePitchDegrees=-3.25", "-XMP-GPano:PoseRollDegrees=1.5",
        "-XMP-GPano:CroppedAreaImageWidthPixels=64", "-XMP-GPano:CroppedAreaImageHeightPixels=32",
        "-XMP-GPano:FullPanoWidthPixels=128", "-XMP-GPano:FullPanoHeightPixels=64",
        "-XMP-GPano:CroppedAreaLeftPixels=24", "-XMP-GPano:CroppedAreaTopPixels=12"]
run("convert", "source.ppm", "-strip", path("gpano.png"))
run("cwebp", "-quiet", "-lossless", "source.ppm", "-o", path("gpano.webp"))
run("cp", path("gradient.jpg"), path("gpano.jpg"))
for name in ["gpano.jpg", "gpano.png", "gpano.webp"]:
    run("exiftool", "-q", "-overwrite_original", "-n", "-api", "Compact=OneDesc,NoPadding", *crop, path(name))
run("cp", path("gradient.jpg"), path("gpano_attributes.jpg"))
run("exiftool", "-q", "-overwrite_original", "-n", "-api", "Compact=Shorthand,NoPadding", *crop,
    path("gpano_attributes.jpg"))

# --- PNG
picture = gradient(32, 16)
png("rgb8.png", picture, 8, 2)
png("rgb16.png", picture.astype(np.uint16) * 257, 16, 2)
alpha = np.full((16, 32, 1), 200, np.uint8)
alpha[:4] = 0
png("rgba8.png", np.concatenate([picture, alpha], 2), 8, 6)
png("grey8.png", picture[..., :1], 8, 0)
png("grey_alpha16.png", np.concatenate([picture[..., :1], alpha], 2).astype(np.uint16) * 257, 16, 4)
entries = np.stack([np.arange(256), 255 - np.arange(256), np.full(256, 7)], 1).astype(np.uint8)
palette = struct.pack(">I", 768) + b"PLTE" + entries.tobytes()
palette += struct.pack(">I", zlib.crc32(palette[4:]))
png("palette.png", picture[..., :1], 8, 3, palette)
transparency = struct.pack(">I", 1) + b"tRNS" + b"\0"
transparency += struct.pack(">I", zlib.crc32(transparency[4:]))
png("palette_transparent.png", picture[..., :1], 8, 3, palette + transparency)
run("convert", path("rgb8.png"), "-strip", "-interlace", "PNG", "PNG24:" + path("interlaced.png"))

# --- WebP
ppm("source.ppm", picture)
run("cwebp", "-quiet", "-lossless", "source.ppm", "-o", path("lossless.webp"))
run("cwebp", "-quiet", "-q", "90", "source.ppm", "-o", path("lossy.webp"))
run("cwebp", "-quiet", "-lossless", "-exact", path("rgba8.png"), "-o", path("alpha.webp"))


# --- Radiance HDR: the linear gradient 2^(x / 4 - 4) in all channels but blue, which is half of it
def rgbe(linear):
    exponent = np.floor(np.log2(linear.max(2))).astype(int) + 1
    mantissas = np.floor(linear / 2.0 ** (exponent[..., None] - 8)).astype(np.uint8)
    return np.concatenate([mantissas, (exponent + 128).astype(np.uint8)[..., None]], 2)


linear = np.repeat((2.0 ** (np.arange(32) / 4 - 4))[None, :, None], 16, 0).repeat(3, 2) * [1, 1, 0.5]
quads = rgbe(linear)
head = b"#?RADIANCE\n# made by make_fixtures.py\nFORMAT=32-bit_rle_rgbe\n\n"


def new_runs(row):
    out = b"\x02\x02" + struct.pack(">H", len(row))
    for component in range(4):
        line = row[:, component].tobytes()
        position = 0
        while position < len(line):
            run_end = position
            while run_end < len(line) and line[run_end] == line[position]:
                run_end += 1
            if run_end - position > 2:
                out += bytes([128 + run_end - position, line[position]])
                position = run_end
            else:
                out += bytes([1, line[position]])
                position += 1
    return out


with open(path("runs.hdr"), "wb") as file:
    file.write(head + b"-Y 16 +X 32\n" + b"".join(new_runs(row) for row in quads))
with open(path("flat.hdr"), "wb") as file:
    file.write(head + b"-Y 16 +X 32\n" + quads.tobytes())
with open(path("upside_down.hdr"), "wb") as file:
    file.write(head + b"+Y 16 -X 32\n" + quads[::-1, ::-1].tobytes())
with open(path("old_runs.hdr"), "wb") as file:
    # One pixel and a run of 299 more: 43 + 256, as two repeat codes.
    file.write(head + b"-Y 3 +X 300\n" + b"\x80\x40\x20\x81\x01\x01\x01\x2b\x01\x01\x01\x01" * 3)


# --- OpenEXR, written byte by byte: scanlines, no compression or ZIP
def exr(name, channels, compression=0, data_window=None, display_window=None):
    height, width = next(iter(channels.values())).shape
    data_window = data_window or (0, 0, width - 1, height - 1)
    display_window = display_window or data_window
    kinds = {"uint32": 0, "float16": 1, "float32": 2}

    def attribute(name, kind, body):
        return name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<I", len(body)) + body

    names = sorted(channels)
    listed = b"".join(n.encode() + b"\0" + struct.pack("<IIII", kinds[channels[n].dtype.name], 0, 1, 1) for n in names)
    header = struct.pack("<II", 20000630, 2)
    header += attribute("channels", "chlist", listed + b"\0")
    header += attribute("compression", "compression", bytes([compression]))
    header += attribute("dataWindow", "box2i", struct.pack("<4i", *data_window))
    header += attribute("displayWindow", "box2i", struct.pack("<4i", *display_window))
    header += attribute("lineOrder", "lineOrder", b"\0")
    header += attribute("pixelAspectRatio", "float", struct.pack("<f", 1))
    header += attribute("screenWindowCenter", "v2f", struct.pack("<ff", 0, 0))
    header += attribute("screenWindowWidth", "float", struct.pack("<f", 1))
    header += b"\0"
    rows_per_chunk = 16 if compression == 3 else 1
    chunks = []
    for top in range(0, height, rows_per_chunk):
        body = b"".join(channels[n][y].tobytes() for y in range(top, min(top + rows_per_chunk, height)) for n in names)
        if compression == 3:
            raw = np.frombuffer(body, np.uint8)
            halves = np.concatenate([raw[0::2], raw[1::2]]).astype(int)
            steps = np.diff(halves, prepend=halves[0]) + 128
            steps[0] = halves[0]
            packed = zlib.compress((steps % 256).astype(np.uint8).tobytes(), 9)
            body = packed if len(packed) < len(body) else body
        chunks.append(struct.pack("<iI", data_window[1] + top, len(body)) + body)
    offset = len(header) + 8 * len(chunks)
    table = b""
    for chunk in chunks:
        table += struct.pack("<Q", offset)
        offset += len(chunk)
    with open(path(name), "wb") as file:
        file.write(header + table + b"".join(chunks))


half = {name: linear[..., i].astype(np.float16) for i, name in enumerate("RGB")}
exr("half.exr", half)
broken = {name: values.astype(np.float32).copy() for name, values in half.items()}
broken["R"][3, 5], broken["G"][3, 6], broken["B"][3, 7] = np.nan, np.inf, -1
exr("notfinite.exr", {n: v for n, v in broken.items()}, compression=3)
alpha = np.ones((16, 32), np.float16)
alpha[:4] = 0
exr("alpha.exr", {**half, "A": alpha}, compression=3)
exr("window.exr", {"Y": half["R"]}, data_window=(10, 5, 41, 20), display_window=(0, 0, 63, 31))
run("exrmaketiled", "-o", "-z", "piz", "-t", "12", "10", path("half.exr"), path("tiled_piz.exr"))

# --- Depth
x, y = np.meshgrid(np.arange(32), np.arange(16))
depth = (1 + x / 8 + y / 4).astype(np.float32)
depth[0, 0] = 0
exr("depth_layer.exr", {"beauty.R": half["R"], "Depth.Z": depth}, compression=3)
exr("depth_uint.exr", {"Y": np.round(depth).astype(np.uint32)})
exr("depth_zip.exr", {"Y": depth}, compression=3)
np.save(path("depth_f4.npy"), depth)
np.save(path("depth_f8_big.npy"), depth[:8, :16].astype(">f8"))
np.save(path("depth_f2_fortran.npy"), np.asfortranarray(depth.astype(np.float16)))
np.save(path("depth_f4_1hw1.npy"), depth[None, ..., None])
np.save(path("integers.npy"), np.round(depth).astype(np.int32)[:4, :8])
with open(path("depth_little.pfm"), "wb") as file:
    file.write(b"Pf\n32 16\n-1.0\n" + depth[::-1].astype("<f4").tobytes())
with open(path("depth_big.pfm"), "wb") as file:
    file.write(b"Pf\n32 16\n1.0\n" + depth[::-1].astype(">f4").tobytes())
with open(path("depth.dpt"), "wb") as file:
    file.write(struct.pack("<fii", 202021.25, 32, 16) + depth.astype("<f4").tobytes())
with open(path("colour.pfm"), "wb") as file:
    file.write(b"PF\n2 1\n-1.0\n" + np.zeros(6, "<f4").tobytes())
png("depth16.png", np.round(depth * 1000).astype(np.uint16)[..., None], 16, 0)
os.remove("source.ppm")
for name in sorted(os.listdir(".")):
    size = os.path.getsize(name)
    assert size < 4096 or name.endswith(".py"), (name, size)

# SPDX-License-Identifier: Apache-2.0
"""A room that is known exactly: a box of 4.00 x 5.00 x 2.60 m with furniture, seen from inside by analytic ray casting.

Independent of the program: only NumPy, the conventions of ARCHITECTURE.md, and the intersection of a ray with a box.
Axes: x right, y up, -z forward; the camera is the origin.
"""

import pathlib
import struct
import zlib

import numpy

SIZE = numpy.array([4.00, 2.60, 5.00])  # x, y, z in metres
CAMERA = numpy.array([1.70, 1.50, 2.20])  # from the corner with the least x, y, z
ROOM = (-CAMERA, SIZE - CAMERA)

# Least and greatest corners, from the room's corner: a table, a wardrobe, a sofa, a box that stands alone.
FURNITURE = [
    (numpy.array(low) - CAMERA, numpy.array(high) - CAMERA)
    for low, high in [
        ((2.60, 0.00, 1.00), (3.60, 0.74, 2.40)),
        ((0.00, 0.00, 3.90), (0.60, 2.00, 4.90)),
        ((1.40, 0.00, 4.10), (3.40, 0.85, 5.00)),
        ((0.40, 0.00, 0.60), (0.90, 0.45, 1.10)),
    ]
]


def directions(width):
    """Unit vectors of the pixels of an equirectangular picture, [height, width, 3]."""
    height = width // 2
    longitude = 2 * numpy.pi * (numpy.arange(width) + 0.5) / width - numpy.pi
    latitude = numpy.pi / 2 - numpy.pi * (numpy.arange(height) + 0.5) / height
    latitude, longitude = numpy.meshgrid(latitude, longitude, indexing="ij")
    return numpy.stack(
        [
            numpy.cos(latitude) * numpy.sin(longitude),
            numpy.sin(latitude),
            -numpy.cos(latitude) * numpy.cos(longitude),
        ],
        axis=-1,
    )


def cast(rays, origin=numpy.zeros(3)):
    """Distance to the first surface along unit rays [..., 3] from `origin`, and a number for that surface."""
    with numpy.errstate(divide="ignore"):
        inverse = 1 / rays
    to_low, to_high = (ROOM[0] - origin) * inverse, (ROOM[1] - origin) * inverse
    exits = numpy.maximum(to_low, to_high)
    distance = exits.min(axis=-1)
    axis = exits.argmin(axis=-1)
    surface = 2 * axis + (numpy.take_along_axis(rays, axis[..., None], -1)[..., 0] > 0)
    for number, (low, high) in enumerate(FURNITURE):
        a, b = (low - origin) * inverse, (high - origin) * inverse
        entries = numpy.minimum(a, b)
        enter, leave = entries.max(axis=-1), numpy.maximum(a, b).min(axis=-1)
        hit = (enter < leave) & (enter > 0) & (enter < distance)
        distance = numpy.where(hit, enter, distance)
        surface = numpy.where(hit, 6 + 6 * number + 2 * entries.argmax(axis=-1), surface)
    return distance, surface


PALETTE = numpy.array(
    [[196, 178, 150], [150, 178, 196], [120, 84, 60], [235, 235, 230], [170, 190, 160], [205, 160, 150]]
    + [[60 + 37 * k % 160, 90 + 61 * k % 130, 70 + 83 * k % 150] for k in range(30)]
)


def colours(points, surface):
    """Colour of surface points [..., 3]: each surface its own, with a checker of half metres, [..., 3] bytes."""
    cells = numpy.floor((points + CAMERA) / 0.5 + 1e-6).sum(axis=-1)
    shade = numpy.where(cells % 2 == 0, 1.0, 0.82)
    return numpy.clip(PALETTE[surface] * shade[..., None], 0, 255).astype(numpy.uint8)


def picture(width):
    """Distances [height, width] in metres and the photo [height, width, 3] of the room."""
    rays = directions(width)
    distance, surface = cast(rays)
    return distance.astype(numpy.float32), colours(rays * distance[..., None], surface)


def png(pixels):
    """The bytes of an RGB PNG."""
    height, width, _ = pixels.shape
    rows = numpy.concatenate([numpy.zeros((height, 1), numpy.uint8), pixels.reshape(height, -1)], axis=1)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))
        + chunk(b"IEND", b"")
    )


def write(folder, width, photo_width=None):
    """Writes depth.npy and room.png into a folder and returns their paths."""
    folder = pathlib.Path(folder)
    depth, _ = picture(width)
    _, photo = picture(photo_width or width)
    numpy.save(folder / "depth.npy", depth)
    (folder / "room.png").write_bytes(png(photo))
    return folder / "depth.npy", folder / "room.png"

# SPDX-License-Identifier: Apache-2.0
"""A room whose every distance and colour is known in closed form: 4.00 x 5.00 x 2.60 m, with furniture.

Axes are level, in metres, around the camera: x to the right, y up, -z forward. The camera is held askew, so that
whoever mistakes a rotation for its inverse is found out.
"""

import numpy as np

WIDTH, LENGTH, HEIGHT = 4.0, 5.0, 2.6
#: The corner of the room nearest -x, -y, -z, and the opposite one, around the camera.
LOW = np.array([-1.6, -1.5, -3.1])
HIGH = LOW + [WIDTH, HEIGHT, LENGTH]
#: Boxes that stand in it, each as its two corners.
FURNITURE = [
    np.array(corners)
    for corners in (
        [[-1.6, -1.5, -3.1], [-0.6, 0.5, -2.5]],  # a cupboard in a corner
        [[0.5, -0.82, -1.9], [1.9, -0.75, -1.1]],  # the top of a table
        [[0.55, -1.5, -1.85], [0.62, -0.82, -1.78]],
        [[1.78, -1.5, -1.85], [1.85, -0.82, -1.78]],
        [[0.55, -1.5, -1.22], [0.62, -0.82, -1.15]],
        [[1.78, -1.5, -1.22], [1.85, -0.82, -1.15]],
        [[-1.6, -1.5, 0.2], [-0.8, -1.05, 1.7]],  # a sofa
        [[-1.6, -1.05, 0.2], [-1.35, -0.65, 1.7]],
    )
]  # fmt: skip
OUTLINE = [[LOW[0], HIGH[2]], [HIGH[0], HIGH[2]], [HIGH[0], LOW[2]], [LOW[0], LOW[2]]]


def turn(axis, degrees):
    """The matrix of a turn about axis 0, 1 or 2."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[i, i], matrix[j, j], matrix[i, j], matrix[j, i] = c, c, -s, s
    return matrix


#: Degrees by which the camera looks up, and is turned clockwise.
PITCH, ROLL = 4, 3
#: Takes the camera's axes to level ones.
LEVELLING = turn(0, PITCH) @ turn(2, -ROLL)


def pixel_directions(width, height, columns=None, rows=None):
    """Unit vectors in the camera's axes of pixels of an equirectangular picture; by default of all of them."""
    columns = np.arange(width) if columns is None else np.asarray(columns, float)
    rows = np.arange(height)[:, None] if rows is None else np.asarray(rows, float)
    longitude = 2 * np.pi * (columns + 0.5) / width - np.pi
    latitude = np.pi / 2 - np.pi * (rows + 0.5) / height
    parts = np.cos(latitude) * np.sin(longitude), np.sin(latitude), -np.cos(latitude) * np.cos(longitude)
    return np.stack(np.broadcast_arrays(*parts), axis=-1)


def pixel_of(point, width, height):
    """The pixel, with fractions, of the photo that shows a point in level axes."""
    x, y, z = np.asarray(point, float) @ LEVELLING
    longitude, latitude = np.arctan2(x, -z), np.arcsin(y / np.linalg.norm(point))
    return [float((longitude / (2 * np.pi) + 0.5) * width - 0.5), float((0.5 - latitude / np.pi) * height - 0.5)]


def cast(origin, directions):
    """Along rays in level axes: distances, and the number of the axis that the surface met is perpendicular to."""
    # In pieces that stay in the processor's caches.
    pieces = np.array_split(directions.reshape(-1, 3), max(1, directions.size // 60_000))
    distance, axis = (np.concatenate(parts) for parts in zip(*(_cast(np.asarray(origin, float), p) for p in pieces)))
    return distance.reshape(directions.shape[:-1]), axis.reshape(directions.shape[:-1])


def _cast(origin, directions):
    with np.errstate(divide="ignore", invalid="ignore"):
        exits = np.where(directions > 0, (HIGH - origin) / directions, (LOW - origin) / directions)
        exits = np.where(directions == 0, np.inf, exits)
        distance, axis = exits.min(-1), exits.argmin(-1)
        for low, high in FURNITURE:
            a, b = (low - origin) / directions, (high - origin) / directions
            enter, leave = np.fmin(a, b), np.fmax(a, b).min(-1)
            first = enter.max(-1)
            hit = (first > 1e-9) & (first <= leave) & (first < distance)
            distance, axis = np.where(hit, first, distance), np.where(hit, enter.argmax(-1), axis)
    return distance, axis


def colours(points, axis):
    """What the surfaces at points look like, as sRGB in [0, 1]: painted in soft waves, so that every place differs."""
    x, y, z = np.moveaxis(points, -1, 0)
    wave = lambda a, period, phase=0.0: 0.5 + 0.5 * np.sin(2 * np.pi * a / period + phase)
    floor = np.stack([0.52 + 0.16 * wave(x, 0.4), 0.38 + 0.12 * wave(x, 0.4), 0.26 + 0.1 * wave(z, 1.3)], -1)
    ceiling = np.stack([0.9 - 0.06 * wave(x, 1.0), 0.9 - 0.05 * wave(z, 1.0), 0.86 - 0 * x], -1)
    side = np.stack([0.62 + 0.2 * wave(z, 0.9), 0.72 + 0.08 * wave(y, 0.65), 0.66 - 0 * x], -1)
    end = np.stack([0.78 - 0 * x, 0.66 + 0.14 * wave(y, 0.65, 1.0), 0.52 + 0.2 * wave(x, 0.8)], -1)
    walls = np.where((axis == 0)[..., None], side, end)
    room = np.where((axis == 1)[..., None], np.where((y > 0)[..., None], ceiling, floor), walls)
    inside = np.all((points > LOW + 1e-6) & (points < HIGH - 1e-6), axis=-1)
    wood = np.stack([0.34 + 0.1 * wave(x + z, 0.3), 0.42 + 0.1 * wave(y, 0.25), 0.55 + 0.08 * wave(z, 0.5)], -1)
    return np.where(inside[..., None], wood * (0.8 + 0.2 * (axis == 1)[..., None]), room)


def seen(origin, directions):
    """Distances and colours along rays in level axes."""
    distance, axis = cast(origin, directions)
    return distance, colours(np.asarray(origin) + distance[..., None] * directions, axis)


def was_visible(points, tolerance=0.01):
    """Whether nothing stands between points and where the photo was taken."""
    far = np.linalg.norm(points, axis=-1)
    distance, _ = cast(np.zeros(3), points / far[..., None])
    return distance > far - tolerance


def photograph(width, samples=1):
    """The photo as bytes, rows of RGB, each pixel the mean of samples x samples rays, with a little noise."""
    fine = pixel_directions(samples * width, samples * width // 2) @ LEVELLING.T
    _, colour = seen(np.zeros(3), fine)
    colour = colour.reshape(width // 2, samples, width, samples, 3).mean((1, 3))
    noise = np.random.default_rng(7).normal(0, 0.012, colour.shape)
    return np.round(255 * np.clip(colour + noise, 0, 1)).astype(np.uint8)


def depth_map(width):
    """Distances along the rays of all pixels, in metres."""
    return cast(np.zeros(3), pixel_directions(width, width // 2) @ LEVELLING.T)[0]

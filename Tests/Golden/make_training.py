# SPDX-License-Identifier: Apache-2.0
"""Writes what ten training steps give in PyTorch, in double precision: every parameter afterwards, the losses of each step.

Network, losses and optimiser are PyTorch's own: the network of make_golden.py, losses written from their formulas with
points in space, automatic differentiation, torch.optim.Adam. Weights before follow from a seed as in make_golden.py.

    python Tests/Golden/make_training.py          # beside this script; needs torch and numpy
"""

import hashlib
import pathlib
import sys

import numpy as np
import torch

import make_golden
from make_golden import FOLDER, sphere_padded, uniform, write_safetensors

ARCHITECTURE, WIDTH, HEIGHT, BATCH, STEPS, RATE = "rectnet-w8-sphere", 64, 32, 2, 10, 1e-4
ROOMS = [((-1.7, -1.6, -2.4), (2.3, 1.1, 1.9)), ((-3.2, -1.2, -1.1), (1.4, 2.0, 4.9))]
SMOOTH, NORMAL, SCALES, LARGEST = 0.2, 0.4, (1.0, 0.5), 4.5


# Rooms -----------------------------------------------------------------------------------------------------------------


def latitudes(height):
    return np.pi / 2 - np.pi * (np.arange(height) + 0.5) / height


def directions(height, width):
    """[3, height, width]: +x right, +y up, -z forward."""
    latitude = latitudes(height)[:, None]
    longitude = (2 * np.pi * (np.arange(width) + 0.5) / width - np.pi)[None]
    return np.stack([
        np.cos(latitude) * np.sin(longitude), np.sin(latitude) + 0 * longitude,
        -np.cos(latitude) * np.cos(longitude)])


def box(lower, upper):
    """Ray distances of a box room, with holes at both poles, at the seam and inside."""
    look = directions(HEIGHT, WIDTH)
    planes = np.where(look > 0, np.array(upper)[:, None, None], np.array(lower)[:, None, None]) / look
    depth = planes.min(0)
    for row, column in [(0, 3), (HEIGHT - 1, WIDTH - 2), (HEIGHT // 2, 0), (HEIGHT // 2, WIDTH - 1), (9, 20), (10, 20)]:
        depth[row, column] = 0
    return depth.astype("<f4")


# Losses ----------------------------------------------------------------------------------------------------------------


def neighbours(x):
    """Left, right, above, below of every pixel on the sphere."""
    padded = sphere_padded(x, 1, 1)
    return padded[..., 1:-1, :-2], padded[..., 1:-1, 2:], padded[..., :-2, 1:-1], padded[..., 2:, 1:-1]


def valid_mask(depth):
    return (depth > 0) & (depth <= LARGEST)


def smooth_mask(depth, valid):
    """Known, and no pixel of it or of its four neighbours where inverse distance bends by more than 2 percent."""
    inverse = 1 / depth.clamp(min=1e-3)
    left, right, above, below = neighbours(inverse)
    bend = torch.maximum((left + right - 2 * inverse).abs(), (above + below - 2 * inverse).abs()) / inverse
    surrounded = torch.stack([valid, *neighbours(valid)]).all(0)
    kept = (bend <= 0.02) & surrounded
    return torch.stack([kept, *neighbours(kept)]).all(0)


def halved_mask(mask):
    return mask[..., ::2, ::2] & mask[..., 1::2, ::2] & mask[..., ::2, 1::2] & mask[..., 1::2, 1::2]


def normals(distance):
    """Cross product of central differences of the points, facing the camera."""
    height, width = distance.shape[2:]
    look = torch.from_numpy(directions(height, width))
    left, right, above, below = neighbours(distance * look)
    cosine = torch.from_numpy(np.cos(latitudes(height)))[:, None]
    product = torch.linalg.cross((right - left) / cosine, below - above, dim=1)
    unit = product / product.norm(dim=1, keepdim=True)
    return unit * -torch.sign((unit * look).sum(1, keepdim=True)).detach()


def depth_loss(predicted, depth, valid):
    return (predicted - depth)[valid].square().mean()


def smooth_loss(predicted, smooth):
    left, right, above, below = neighbours(predicted)
    return (((right - left) / 2).square() + ((below - above) / 2).square())[smooth].mean()


def normal_loss(predicted, depth, smooth):
    # Where the truth has holes it has no normals; these pixels are not in the mask.
    truth = normals(torch.where(depth > 0, depth, 1.0))
    squared = (normals(predicted) - truth).square().sum(1, keepdim=True)
    cosine = torch.from_numpy(np.cos(latitudes(depth.shape[2])))[:, None].expand_as(depth)
    return (squared * cosine)[smooth].sum() / cosine[smooth].sum()


def losses(predictions, depth):
    """[total, depth, smooth, normal], the last three at full resolution."""
    valid = valid_mask(depth)
    smooth = smooth_mask(depth, valid)
    total, reported = 0, None
    for weight, predicted in zip(SCALES, predictions):
        terms = [
            depth_loss(predicted, depth, valid), smooth_loss(predicted, smooth), normal_loss(predicted, depth, smooth)]
        total = total + weight * (terms[0] + SMOOTH * terms[1] + NORMAL * terms[2])
        reported = reported or terms
        depth, valid, smooth = depth[..., ::2, ::2], valid[..., ::2, ::2], halved_mask(smooth)
    return torch.stack([total, *reported])


# Training --------------------------------------------------------------------------------------------------------------


def main():
    images = (uniform("training.pictures", BATCH * 3 * HEIGHT * WIDTH).reshape(BATCH, 3, HEIGHT, WIDTH) + 1) / 2
    depths = np.stack([box(*room) for room in ROOMS])[:, None]
    network = make_golden.network(ARCHITECTURE, "stress").double()
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    history = []
    for step in range(STEPS):
        values = losses(network(torch.from_numpy(images).double()), torch.from_numpy(depths).double())
        optimiser.zero_grad()
        values[0].backward()
        optimiser.step()
        history.append(values.detach().numpy())
        print(f"step {step}: {values.tolist()}", flush=True)
    arrays = {f"after/{name}": parameter.detach().numpy().astype("<f4") for name, parameter in network.named_parameters()}
    arrays |= {"images": images.astype("<f4"), "depths": depths, "losses": np.array(history).astype("<f4")}
    scripts = [pathlib.Path(__file__), pathlib.Path(make_golden.__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in scripts)).hexdigest()
    write_safetensors(
        FOLDER / f"{ARCHITECTURE}_{WIDTH}x{HEIGHT}_training.safetensors", arrays,
        {"torch": torch.__version__, "seed": str(make_golden.SEED), "script": digest})


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Writes what the losses of the compared systems give in PyTorch, in double precision: values, and gradients by autograd.

Every loss is written from its formula, pixel by pixel where that is plainer; nothing is shared with the Swift sources but
the numbers of make_golden.uniform, which Tests/TestSupport/GoldenWeights.swift repeats.

    python Tests/Golden/make_table1_losses.py          # beside this script; needs torch and numpy
"""

import hashlib
import math
import pathlib
import sys

import numpy as np
import torch
from torch.nn import functional

import make_golden
from make_golden import FOLDER, uniform, write_safetensors
from make_training import box, directions, neighbours, normals, smooth_mask


def numbers(name, shape, low=0.0, high=1.0):
    """Doubles between `low` and `high` that Swift draws too."""
    drawn = torch.from_numpy(uniform(name, math.prod(shape)).astype("f8")).reshape(shape)
    return low + (high - low) * (drawn + 1) / 2


def value_and_gradients(prefix, loss, leaves):
    """`prefix/value` and `prefix/gradient/name` of each leaf."""
    leaves = {name: leaf.clone().requires_grad_() for name, leaf in leaves.items()}
    value = loss(**leaves)
    value.backward()
    print(prefix, value.item())
    return {f"{prefix}/value": value.detach().reshape(1)} | {
        f"{prefix}/gradient/{name}": leaf.grad for name, leaf in leaves.items()}


# Left-right consistency (Godard et al.) --------------------------------------------------------------------------------


def sample_row(row, x):
    """A line of numbers at a fractional place; zeros beyond both ends."""
    x = x.clamp(-1, row.shape[-1])
    low = math.floor(x.item())
    def at(place):
        return row[..., place] if 0 <= place < row.shape[-1] else torch.zeros_like(row[..., 0])
    return at(low) * (low + 1 - x) + at(low + 1) * (x - low)


def sampled(picture, columns):
    """[C, H, W] at columns [H, W]."""
    rows = [
        torch.stack([sample_row(picture[:, y], x) for x in columns[y]], dim=-1) for y in range(picture.shape[1])]
    return torch.stack(rows, dim=1)


def box_dissimilarity(a, b):
    def mean(x):
        return functional.avg_pool2d(x[None], 3, 1)[0]
    ma, mb = mean(a), mean(b)
    va, vb, vab = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    similarity = (2 * ma * mb + 1e-4) * (2 * vab + 9e-4) / ((ma**2 + mb**2 + 1e-4) * (va + vb + 9e-4))
    return ((1 - similarity) / 2).clamp(0, 1)


def left_right(left, right, disparities, faithful):
    total = 0
    for scale, pair in enumerate(disparities):
        factor = 2**scale
        def shrunk(x):
            return x if scale == 0 else functional.avg_pool2d(x[None], factor)[0]
        left_here, right_here = shrunk(left), shrunk(right)
        width = pair.shape[2]
        columns = torch.arange(width, dtype=torch.float64)
        for picture, other, d, other_d, sign in [
                (left_here, right_here, pair[0], pair[1], -1), (right_here, left_here, pair[1], pair[0], 1)]:
            places = columns + sign * d * width
            remade = sampled(other, places)
            total = total + 0.85 * box_dissimilarity(remade, picture).mean() + 0.15 * (remade - picture).abs().mean()
            total = total + (sampled(other_d[None], places)[0] - d).abs().mean()
            across = d.diff(dim=1).abs() * torch.exp(-picture.diff(dim=2).abs().mean(0))
            down = d.diff(dim=0).abs() * torch.exp(-picture.diff(dim=1).abs().mean(0))
            total = total + 0.1 / factor * (across.mean() + (0 if faithful else down.mean()))
    return total


def left_right_cases():
    left, right = (numbers(f"left-right.{side}", (3, 32, 64)) for side in ("left", "right"))
    leaves = {
        f"d{scale}": numbers(f"left-right.d{scale}", (2, 32 >> scale, 64 >> scale), 0.0, 0.3) for scale in range(4)}
    arrays = {}
    for name, faithful in [("published", True), ("both", False)]:
        arrays |= value_and_gradients(
            f"left-right.{name}", lambda **d: left_right(left, right, list(d.values()), faithful), leaves)
    return arrays


# Continuous conditional random field (Liu et al.) ----------------------------------------------------------------------


def random_field(z, beta, y, pairs, similarities):
    """-ln of the Gaussian whose precision is 2 A and whose mean is A^-1 z, by torch.distributions."""
    n = z.shape[0]
    strengths = (beta[:, None] * similarities).sum(0)
    a = torch.eye(n, dtype=torch.float64)
    for (p, q), r in zip(pairs, strengths):
        unit = torch.zeros(n, dtype=torch.float64)
        unit[p], unit[q] = 1.0, -1.0
        a = a + r * torch.outer(unit, unit)
    gaussian = torch.distributions.MultivariateNormal(torch.linalg.solve(a, z), precision_matrix=2 * a)
    return -gaussian.log_prob(y)


def random_field_case():
    rows, columns = 4, 5
    pairs = [(i, i + 1) for i in range(rows * columns) if i % columns < columns - 1]
    pairs += [(i, i + columns) for i in range((rows - 1) * columns)]
    similarities = numbers("field.similarities", (3, len(pairs)))
    y = numbers("field.y", (rows * columns,))
    return value_and_gradients(
        "field", lambda z, beta: random_field(z, beta, y, pairs, similarities),
        {"z": numbers("field.z", (rows * columns,)), "beta": numbers("field.beta", (3,), 0.0, 2.0)})


# Classification over bins of depth (Yin et al.) ------------------------------------------------------------------------


def bin_cross_entropy(logits, depth):
    total, known = 0, 0
    step = (math.log10(1.7) - math.log10(0.01)) / 150
    log_softmax = torch.log_softmax(logits, dim=1)
    for image in range(depth.shape[0]):
        for y in range(depth.shape[2]):
            for x in range(depth.shape[3]):
                d = depth[image, 0, y, x].item() / 10
                if d <= 0:
                    continue
                target = min(int((math.log10(min(max(d, 0.01), 1.7)) - math.log10(0.01)) / step), 149)
                weights = torch.exp(-0.2 * (torch.arange(150, dtype=torch.float64) - target) ** 2)
                total = total - (weights / weights.sum() * log_softmax[image, :, y, x]).sum()
                known += 1
    return total / known


def bins_case():
    depth = numbers("bins.depth", (2, 1, 3, 5), -3, 20).clamp(min=0)
    logits = numbers("bins.logits", (2, 150, 3, 5), -2, 2)
    return value_and_gradients("bins", lambda logits: bin_cross_entropy(logits, depth), {"logits": logits})


# Spherical view synthesis (Zioulis et al.) -----------------------------------------------------------------------------

ROWS, COLUMNS = 16, 32


def published_angles():
    phi = 2 * np.pi * np.arange(COLUMNS) / COLUMNS - 3 * np.pi / 2
    theta = np.pi * np.arange(ROWS) / ROWS - np.pi / 2
    return torch.from_numpy(np.broadcast_to(phi[None], (ROWS, COLUMNS)).copy()), torch.from_numpy(
        np.broadcast_to(theta[:, None], (ROWS, COLUMNS)).copy())


def splatted(picture, depth, du, dv):
    """Every pixel's colour into its four neighbours in the other view, one pixel at a time; depth [H, W]."""
    sums = torch.zeros(4, ROWS * COLUMNS, dtype=torch.float64)
    for v in range(ROWS):
        for u in range(COLUMNS):
            x, y = torch.remainder(u + du[v, u], COLUMNS), v + dv[v, u]
            nearness = torch.exp(-2 * depth[v, u] / 20)
            part = torch.cat([picture[:, v, u], torch.ones(1, dtype=torch.float64)]) * nearness
            x0, y0 = math.floor(x.item()), math.floor(y.item())
            for row in (y0, y0 + 1):
                for column in (x0, x0 + 1):
                    weight = (1 - (x - column).abs()) * (1 - (y - row).abs())
                    if 0 <= row < ROWS and 0 <= column < COLUMNS and weight.item() > 1e-3:
                        place = torch.tensor([row * COLUMNS + column])
                        sums = sums.index_add(1, place, (part * weight)[:, None])
    weight = sums[3]
    colour = sums[:3] / (weight + 1e-8 * (weight <= 1e-8))
    return colour.reshape(3, ROWS, COLUMNS)


def gaussian_dissimilarity(a, b):
    line = torch.exp(-torch.arange(-3, 4, dtype=torch.float64) ** 2 / (2 * 1.5**2))
    line = line / line.sum()
    window = torch.outer(line, line).expand(3, 1, 7, 7)
    def mean(x):
        return functional.conv2d(x[None], window, padding=3, groups=3)[0]
    ma, mb = mean(a), mean(b)
    va, vb, vab = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    similarity = (2 * ma * mb + 1e-4) * (2 * vab + 9e-4) / ((ma**2 + mb**2 + 1e-4) * (va + vb + 9e-4))
    return ((1 - similarity) / 2).clamp(0, 1)


def photometric(made, target, mask, attention):
    a, b = made * mask, target * mask
    value = 0.85 * gaussian_dissimilarity(a, b) + 0.15 * (a - b).abs()
    return (value * mask * attention).sum() / mask.sum()


def forward(x, axis):
    last = x.narrow(axis, x.shape[axis] - 1, 1)
    return torch.cat([x.diff(dim=axis), torch.zeros_like(last)], dim=axis)


def guided_smoothness(depth, picture, mask, attention):
    phi, theta = published_angles()
    points = torch.stack([
        -depth * phi.cos() * theta.cos(), depth * theta.sin(), depth * phi.sin() * theta.cos()])
    across, down = forward(points, 2).abs().sum(0), forward(points, 1).abs().sum(0)
    # The root has no slope where both are 0, in the last corner.
    squared = across**2 + down**2
    slope = torch.where(squared > 0, torch.where(squared > 0, squared, 1.0).sqrt(), 0.0)
    edges = torch.cat([forward(picture, 2), forward(picture, 1)]).square().sum(0).sqrt()
    return (slope * torch.exp(-edges) * (1 - attention) * mask).sum() / mask.sum()


def view_synthesis(depth, views, kind, faithful):
    """One number for a batch: the mean over its images of that of each."""
    phi, theta = published_angles()
    h, b = ROWS, 0.26
    horizontal, vertical = phi.sin().abs(), theta.cos().abs()
    errors = [(views[f"depth{i}"] - depth[i, 0]).abs().detach() for i in range(depth.shape[0])]
    known = [(views[f"depth{i}"] > 0) & (views[f"depth{i}"] < 20) for i in range(depth.shape[0])]
    largest = max(error.max() for error in errors)
    masked = max(error[mask].max() for error, mask in zip(errors, known))
    total = 0
    for image in range(depth.shape[0]):
        r = depth[image, 0]
        picture = views[f"picture{image}"]
        right, up = views[f"right{image}"], views[f"up{image}"]
        def mask_of(name):
            d = views[f"{name}{image}"]
            return ((d > 0) & (d < 20)).double()
        def made_right():
            du = (phi.sin() / (r * theta.cos()) * b * h / math.pi).clamp(-h, h)
            dv = (phi.cos() * theta.sin() * b / r * h / math.pi).clamp(0 if faithful else -h, h)
            return photometric(splatted(picture, r, du, dv), right, mask_of("rightdepth"), horizontal)
        def made_up():
            dv = theta.cos() * b / r * h / math.pi
            return photometric(splatted(picture, r, torch.zeros_like(r), dv), up, mask_of("updepth"), vertical)
        if kind == "vertical":
            value = made_up() + 0.1 * guided_smoothness(r, picture, mask_of("updepth"), vertical)
        elif kind == "horizontal":
            value = made_right() + 0.1 * guided_smoothness(r, picture, mask_of("rightdepth"), horizontal)
        elif kind == "trinocular":
            value = 0.2 * made_right() + 0.8 * made_up()
            value = value + 0.1 * guided_smoothness(r, picture, mask_of("rightdepth") * mask_of("updepth"), vertical)
        else:
            mask, e = mask_of("depth"), (views[f"depth{image}"] - r).abs()
            c = (largest if faithful else masked) / 5
            huber = torch.where(e <= c, e, (e**2 + c**2) / (2 * c))
            value = (huber * mask * vertical).sum() / mask.sum()
            value = value + 0.1 * guided_smoothness(r, picture, mask, vertical)
        total = total + value / depth.shape[0]
    return total


def view_synthesis_cases():
    views, arrays = {}, {}
    for i in range(2):
        for name in ("picture", "right", "up"):
            views[f"{name}{i}"] = numbers(f"views.{name}{i}", (3, ROWS, COLUMNS))
        for name in ("depth", "rightdepth", "updepth"):
            # A tenth unknown, some too far.
            views[f"{name}{i}"] = numbers(f"views.{name}{i}", (ROWS, COLUMNS), -2.5, 22.5).clamp(min=0)
    depth = numbers("views.predicted", (2, 1, ROWS, COLUMNS), 0.8, 4.0)
    for kind in ("vertical", "horizontal", "trinocular", "supervised"):
        for faithful in (False, True):
            arrays |= value_and_gradients(
                f"views.{kind}.{'published' if faithful else 'mended'}",
                lambda depth: view_synthesis(depth, views, kind, faithful), {"depth": depth})
    return arrays


# Planes and their boundaries (Eder et al.) -----------------------------------------------------------------------------


def boundary_label(depth, valid):
    """1 at occlusions and creases of the truth, grown by a pixel."""
    look = torch.from_numpy(directions(*depth.shape[2:]))
    normal, point = normals(torch.where(depth > 0, depth, 1.0)), depth * look
    whole = torch.stack([valid, *neighbours(valid)]).all(0)
    left, right, above, below = (torch.stack(pair) for pair in zip(
        neighbours(normal), neighbours(point)))
    (left_whole, right_whole, above_whole, below_whole) = neighbours(whole)
    bent = torch.zeros_like(valid)
    for one, other, usable in [(left, right, left_whole & right_whole), (above, below, above_whole & below_whole)]:
        turn, way = (other - one)[0].norm(dim=1, keepdim=True), (other - one)[1].norm(dim=1, keepdim=True)
        bent = bent | (usable & (turn / way.clamp(min=1e-12) > 2))
    grown = torch.stack([bent, *neighbours(bent)]).any(0)
    return (grown | ~smooth_mask(depth, valid)).double()


def popup(depth, normal, boundary, truth):
    valid = (truth > 0) & (truth <= 8)
    label = boundary_label(truth, valid)
    smooth = smooth_mask(truth, valid)
    look = torch.from_numpy(directions(*truth.shape[2:]))
    true_normal = normals(torch.where(truth > 0, truth, 1.0))
    error = (depth - truth)[valid].abs()
    c = 0.2 * error.max().detach()
    total = torch.where(error <= c, error, (error**2 + c**2) / (2 * c)).mean()
    total = total + (1 - (normal * true_normal).sum(1, keepdim=True))[smooth].mean()
    positive, negative = label[valid].sum(), (1 - label)[valid].sum()
    weight = torch.clamp(negative / positive, max=10)
    entropy = functional.binary_cross_entropy(boundary[valid], label[valid], reduction="none")
    total = total + 0.1 * (entropy * torch.where(label[valid] > 0, weight, 1.0)).mean()
    flat = valid & (label == 0)
    points = depth * look
    off = sum((true_normal * (points - q)).sum(1, keepdim=True).abs() for q in neighbours(points)) / 4
    return total + off[flat].mean()


def popup_case():
    shape = (1, 1, 32, 64)
    truth = torch.from_numpy(box((-1.7, -1.6, -2.4), (2.3, 1.1, 1.9))).double()[None, None]
    depth = truth.clamp(min=0.5) * numbers("popup.depth", shape, 0.8, 1.25)
    normal = functional.normalize(numbers("popup.normals", (1, 3, 32, 64), -1, 1), dim=1)
    boundary = numbers("popup.boundary", shape, 0.05, 0.95)
    arrays = value_and_gradients(
        "popup", lambda depth, normals, boundary: popup(depth, normals, boundary, truth),
        {"depth": depth, "normals": normal, "boundary": boundary})
    return arrays | {"popup/label": boundary_label(truth, (truth > 0) & (truth <= 8)), "popup/truth": truth}


def main():
    arrays = {}
    for case in (
            left_right_cases, random_field_case, bins_case, view_synthesis_cases, popup_case):
        arrays |= case()
    arrays = {name: array.detach().numpy().astype("<f4") for name, array in arrays.items()}
    scripts = [pathlib.Path(__file__), pathlib.Path(make_golden.__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in scripts)).hexdigest()
    write_safetensors(
        FOLDER / "table1_losses.safetensors", arrays,
        {"torch": torch.__version__, "seed": str(make_golden.SEED), "script": digest})


if __name__ == "__main__":
    sys.exit(main())

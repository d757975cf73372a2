# SPDX-License-Identifier: Apache-2.0
"""Writes what the networks of Table 1 are compared with: outputs computed by table1_networks.py in double precision.

Weights and pictures follow from a seed, as in make_golden.py; Tests/TestSupport/GoldenWeights.swift repeats the formulas.
Of outputs of several channels every channel is stored, [C, rows, columns], and of the logits one in 15.

    python Tests/Golden/make_table1.py            # all files, beside this script; needs torch and numpy
"""

import hashlib
import math
import sys

import numpy as np
import torch
from torch import nn

import make_golden
from make_golden import FOLDER, provenance, thinned, uniform, write_safetensors
from table1_networks import FAMILIES, PARAMETERS

# A narrow network of each family, at sizes that are nothing special where the network allows it.
CASES = [
    ("svs-w8", 100, 52), ("monodepthvgg-w8", 128, 128), ("monodepthresnet50-w8", 128, 64), ("fcrn-w8", 76, 57),
    ("dcnf-w8", 75, 50), ("bts-w8", 96, 64), ("vnl-w8", 65, 49), ("popups-w8-sphere", 64, 32),
    ("mappedrectnet-w8", 64, 32)]

# ELU leaves 0.645 of the second moment of N(0, 1), ReLU a half.
GAINS = {"fcrn": 2.0, "dcnf": 2.0, "vnl": 2.0, "bts": 2.0}
# Residual blocks would double the signal's power each; pictures of 255 are brought down again; softmax and sigmoid must not
# be saturated.
DAMPED = {
    "bn3.weight": 0.25, "conv3.weight": 0.75, "downsample.weight": 0.75, "encoder.conv1.weight": {"fcrn": 1 / 128},
    "trunk.conv1_1.weight": 1 / 128, "topdown_predict.conv1.weight": 1 / 32, "get_depth.0.weight": 0.5,
    # Vectors far from zero, so that their direction does not depend on the last digits.
    "surface.prediction1.weight": 0.125, "surface.prediction1.bias": 16}


def parameter(family, module, name, array):
    """The numbers of one array of the state dictionary."""
    numbers = uniform(name, math.prod(array.shape))
    last = name.rsplit(".", 1)[1]
    if isinstance(module, nn.BatchNorm2d):
        numbers = {
            "weight": 1 + 0.25 * numbers, "bias": 0.125 * numbers, "running_mean": 0.25 * numbers,
            "running_var": 1 + 0.5 * numbers}[last]
    elif last == "bias":
        numbers = 0.0625 * numbers
    else:
        window = array.shape[2] * array.shape[3]
        if isinstance(module, nn.ConvTranspose2d) or getattr(module, "transposed", False):
            terms = array.shape[0] * window / 4
        else:
            terms = array.shape[1] * window
        numbers = numbers * np.float32(math.sqrt(3 * GAINS.get(family, 1.55) / terms))
    for suffix, factor in DAMPED.items():
        if name.endswith(suffix):
            factor = factor.get(family, 1) if isinstance(factor, dict) else factor
            numbers = numbers * np.float32(factor)
    return torch.from_numpy(numbers.astype(np.float32).reshape(array.shape))


def network(architecture):
    """The module that `architecture` names, with its weights, in single precision."""
    family, *options = architecture.split("-")
    divisor = next((int(option[1:]) for option in options if option[0] == "w"), 1)
    module = FAMILIES[family](divisor, "sphere" in options)
    owners = dict(module.named_modules())
    with torch.no_grad():
        for name, array in arrays(module):
            array.copy_(parameter(family, owners[name.rpartition(".")[0]], name, array))
    return module.eval()


def arrays(module):
    """All arrays that weight files hold: batch normalisation's count of batches is not one of them."""
    return [(name, array) for name, array in module.state_dict().items() if array.dim() > 0]


def picture(family, height, width):
    """As make_golden's; for superpixels a fourth channel numbers cells of 20 x 20 whose borders are slanted."""
    image = make_golden.picture(height, width)
    if family != "dcnf":
        return image
    across = math.ceil(width / 20)
    y, x = np.arange(height)[:, None], np.arange(width)[None, :]
    labels = y // 20 * across + np.minimum((x + y // 4) // 20, across - 1)
    return torch.cat([image, torch.from_numpy(labels.astype(np.float32))[None, None]], 1)


def write_outputs(architecture, width, height):
    module = network(architecture)
    family = architecture.split("-")[0]
    weights = hashlib.sha256()
    for _, array in sorted(arrays(module)):
        weights.update(array.numpy().tobytes())
    scripts = hashlib.sha256()
    for script in ("make_golden.py", "table1_networks.py", "make_table1.py"):
        scripts.update((FOLDER / script).read_bytes())
    image = picture(family, height, width)
    with torch.no_grad():
        results = module.double()(image.double())
    stored = {}
    for name, result in zip(module.outputs, results):
        planes = np.stack([thinned(plane) for plane in result[0].numpy()[:: 15 if result.shape[1] > 15 else 1]])
        stored[name] = (planes[0] if len(planes) == 1 else planes).astype("<f4")
        print(
            f"{architecture} {width}x{height} {name}: {tuple(result.shape[1:])}, mean {result.mean():.3g}, "
            f"deviation {result.std():.3g}", flush=True)
    write_safetensors(
        FOLDER / f"{architecture}_{width}x{height}_stress.safetensors", stored,
        provenance() | {"script": scripts.hexdigest()} | {
            "weightsSHA256": weights.hexdigest(), "pictureSHA256": hashlib.sha256(image.numpy().tobytes()).hexdigest()})


def main():
    with torch.device("meta"):
        for family, expected in PARAMETERS.items():
            count = sum(array.numel() for array in FAMILIES[family](1, False).parameters())
            assert count == expected, (family, count, expected)
    with torch.no_grad():
        image = make_golden.picture(57, 76).double()
        slow, fast = network("fcrn-w8").double()(image)[0], network("fcrn-w8").hasten().double()(image)[0]
        assert torch.allclose(slow, fast, rtol=1e-12, atol=1e-12 * slow.abs().max())
    for case in CASES:
        write_outputs(*case)


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""What every program of compare.py runs: one network with random weights, one image, and what should come out.

    networks.py NETWORK WIDTHxHEIGHT FOLDER

writes into FOLDER
    weights.pth       parameters by the names of the public checkpoints
    network.onnx      the same network for a batch of one
    image.f32         [channels, height, width], raw
    reference.f64     the outputs in double precision, full resolution first, raw, one after another
    counts.json       how many numbers each output has

The networks are the PyTorch implementations of Tests/Golden: make_golden.py and table1_networks.py. Double precision takes
up to 26 kB of memory a pixel; --no-reference leaves it out. `pip install torch onnx`.
"""

import argparse
import json
import math
import pathlib
import sys
import warnings

import numpy
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden"))
import make_golden  # noqa: E402
import make_table1  # noqa: E402


def filled(architecture):
    """The module that `architecture` names, as `rectnet-w4`, with weights that keep the signal up."""
    family, _, divisor = architecture.partition("-w")
    known = [*make_golden.FAMILIES, *make_table1.FAMILIES]
    if family not in known or divisor not in ("", "2", "4", "8"):
        sys.exit(f"peers run {', '.join(known)}, -w2, -w4 or -w8, not {architecture}")
    if family in make_table1.FAMILIES:
        module = make_table1.network(architecture).requires_grad_(False)
        return module.hasten() if family == "fcrn" else module
    module = make_golden.FAMILIES[family](int(divisor or 1), sphere=False).eval().requires_grad_(False)
    fill(module, seed=1)
    return module


def fill(module, seed):
    """Weights of variance 1.55 / fan, since ELU leaves 1 / 1.55 of a signal N(0, 1); biases N(0, 0.1)."""
    generator = torch.Generator().manual_seed(seed)
    for child in module.modules():
        if not hasattr(child, "weight"):
            continue
        first, second, *window = child.weight.shape
        # A transposed convolution has its inputs first; four taps of its window of sixteen fall on input pixels.
        fan = first * 4 if getattr(child, "transposed", False) else second * math.prod(window)
        child.weight.normal_(0, math.sqrt(1.55 / fan), generator=generator)
        child.bias.normal_(0, 0.1, generator=generator)


def main():
    parser = argparse.ArgumentParser(description="Writes a network, an image and its outputs for compare.py.")
    parser.add_argument("network")
    parser.add_argument("size")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--no-reference", action="store_true")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    module = filled(options.network)
    torch.save(module.state_dict(), options.folder / "weights.pth")
    if options.network.startswith("dcnf"):
        image = make_table1.picture("dcnf", height, width)
    else:
        image = torch.randn(1, 3, height, width, generator=torch.Generator().manual_seed(2))
    image.numpy().tofile(options.folder / "image.f32")
    with warnings.catch_warnings():
        # The exporter of torch.export needs another package; this one does what these networks need.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, (image,), options.folder / "network.onnx", input_names=["image"],
            output_names=list(module.outputs), opset_version=17, dynamo=False)
    if not options.no_reference:
        with torch.inference_mode():
            outputs = module.double()(image.double())
        numpy.concatenate([output.numpy().ravel() for output in outputs]).tofile(options.folder / "reference.f64")
        (options.folder / "counts.json").write_text(json.dumps([output.numel() for output in outputs]))


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Writes small checkpoints as people's scripts do, with PyTorch itself, for the tests of their reader.

    python Tests/Golden/make_checkpoints.py       # into checkpoints/ beside this script; needs torch and numpy
"""

import collections
import hashlib
import os
import pathlib

import numpy as np
import torch
from torch import nn

import make_golden

FOLDER = pathlib.Path(__file__).resolve().parent / "checkpoints"


def provenance():
    return make_golden.provenance() | {"script": hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()}


class Hostile:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        return os.system, ("touch /tmp/rotunda-was-here",)


def elements():
    """One array of every kind that a state dict may hold."""
    base = torch.from_numpy(make_golden.uniform("base", 60))
    state = collections.OrderedDict()
    state["float64"] = torch.from_numpy(make_golden.uniform("float64", 6).astype("<f8") / 3).reshape(2, 3)
    state["float32"] = torch.from_numpy(make_golden.uniform("float32", 6)).reshape(3, 2)
    state["float16"] = torch.from_numpy(make_golden.uniform("float16", 6)).half()
    state["bfloat16"] = torch.from_numpy(make_golden.uniform("bfloat16", 6)).bfloat16()
    state["head"] = base[:12].reshape(3, 4)
    state["tail"] = base[48:]
    state["transposed"] = base[12:24].reshape(3, 4).t()
    state["sparse"] = base[1::7]
    state["channelsLast"] = base[:48].reshape(2, 4, 2, 3).permute(0, 3, 1, 2)
    state["scalar"] = torch.tensor(2.5)
    state["empty"] = torch.empty(0, 3)
    state["parameter"] = nn.Parameter(torch.from_numpy(make_golden.uniform("parameter", 4)))
    state["num_batches_tracked"] = torch.tensor(1234)
    return state


def surrounded(name, state):
    """A checkpoint as training scripts write it: weights, optimiser and scores."""
    layer = nn.Linear(3, 2)
    optimizer = torch.optim.Adam(layer.parameters(), lr=1e-4)
    layer(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    return {
        "epoch": 7, "experiment": "3D60", "optimizer": optimizer.state_dict(), name: state,
        "losses": [0.5, 0.25], "best": np.float64(0.125), "device": torch.device("cpu")}


def one_storage(state):
    """The same shapes, all of them views into one storage."""
    shared = torch.from_numpy(make_golden.uniform("shared", 34000))
    return collections.OrderedDict(
        (name, shared[37 + index : 37 + index + tensor.numel()].view(tensor.shape))
        for index, (name, tensor) in enumerate(state.items()))


def main():
    FOLDER.mkdir(exist_ok=True)
    torch.manual_seed(1)
    state = elements()
    make_golden.write_safetensors(
        FOLDER / "elements.safetensors",
        {name: np.ascontiguousarray(array.detach().float().numpy()).reshape(array.shape)
         for name, array in state.items() if array.is_floating_point()},
        provenance())
    for layout, options in {
            "archive": {}, "protocol4": {"pickle_protocol": 4},
            "stream": {"_use_new_zipfile_serialization": False}}.items():
        torch.save(surrounded("model_state_dict", state), FOLDER / f"elements_{layout}.pt", **options)
        torch.save({"state_dict": {"weight": Hostile()}}, FOLDER / f"hostile_{layout}.pt", **options)

    rectnet = make_golden.network("rectnet-w8", "default")
    halves = nn.ModuleDict({"module": rectnet}).half().state_dict()
    torch.save(surrounded("state_dict", halves), FOLDER / "rectnet-w8_archive.pth")
    torch.save(
        one_storage(rectnet.state_dict()), FOLDER / "rectnet-w8_stream.pth", _use_new_zipfile_serialization=False)

    # Numbers at and beside every tie and limit of 16 bits, with NumPy's rounding.
    singles = np.concatenate([
        np.arange(0x7C01, dtype=np.uint16).view("<f2").astype("<f4").view(np.uint32) + np.uint32(offset)
        for offset in (0, 0x0FFF, 0x1000, 0x1001)])[::97].view("<f4")
    singles = np.concatenate([
        singles, -singles, np.array([0, -0.0, 1e-40, 2.0**-25, 2.0**-25 * (1 + 2.0**-20), 3 * 2.0**-26], "<f4")])
    singles = singles[np.abs(singles) < 65520]
    make_golden.write_safetensors(
        FOLDER / "rounding.safetensors", {"single": singles, "half": singles.astype("<f2")}, provenance())


if __name__ == "__main__":
    main()

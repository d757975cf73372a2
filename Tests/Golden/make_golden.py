# SPDX-License-Identifier: Apache-2.0
"""Writes what the backends are compared with: outputs of RectNet and UResNet computed by PyTorch in double precision.

Weights and pictures are not stored: they follow from a seed by integer arithmetic that Tests/TestSupport/GoldenWeights.swift
repeats bit by bit. Every file names its SHA-256 of them, so that a difference between the two formulas is found as such.
Stored are every third row and column of each output, and the last of both: an odd step meets every phase of
transposed convolutions and of tiles.

    python Tests/Golden/make_golden.py            # all files, beside this script; needs torch and numpy
"""

import hashlib
import json
import math
import pathlib
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

FOLDER = pathlib.Path(__file__).resolve().parent
SEED = 20200613
STEP = 3


# Numbers from a seed ---------------------------------------------------------------------------------------------------


def fnv1a(text):
    """64-bit FNV-1a of a name."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value


def uniform(name, count):
    """`count` floats in [-1, 1): the upper 24 bits of SplitMix64 started at the hash of `name`."""
    with np.errstate(over="ignore"):
        start = np.uint64((fnv1a(name) + SEED) % 2**64)
        z = start + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    whole = (z >> np.uint64(40)).astype(np.int32) - np.int32(2**23)
    return whole.astype(np.float32) / np.float32(2**23)


def weight(name, shape, kind, transposed):
    """One parameter: uniform with the variance of Xavier (`default`) or one that keeps the signal up (`stress`)."""
    count = math.prod(shape)
    if len(shape) == 1:
        return uniform(name, count) * np.float32(0.0625)
    window = shape[2] * shape[3]
    inputs, outputs = (shape[0], shape[1]) if transposed else (shape[1], shape[0])
    if kind == "default":
        variance = 2 / (inputs * window + outputs * window)
    else:
        # ELU leaves 0.645 of the second moment of N(0, 1); four taps of a transposed window meet an input pixel.
        variance = 1.55 / (inputs * (4 if transposed else window))
    return (uniform(name, count) * np.float32(math.sqrt(3 * variance))).reshape(shape)


def picture(height, width):
    """[1, 3, height, width]: blocks of 32x32 and noise, so that large and small structures are there; in [-2, 2)."""
    noise = uniform("picture.noise", 3 * height * width).reshape(3, height, width)
    down, across = (height + 31) // 32, (width + 31) // 32
    blocks = uniform("picture.blocks", 3 * down * across).reshape(3, down, across)
    large = blocks.repeat(32, axis=1).repeat(32, axis=2)[:, :height, :width]
    return torch.from_numpy((noise + large)[None])


# Padding ---------------------------------------------------------------------------------------------------------------


def sphere_padded(x, rows, columns):
    """`x` continued beyond its borders: over a pole to the opposite meridian, then around in longitude."""
    height, width = x.shape[2:]
    over = x.flip(2).roll(width // 2, 3)
    turns = -(-rows // height)
    # ... x, over, x, over, x ...: over both poles one is back where one started.
    bands = [x if abs(turn) % 2 == 0 else over for turn in range(-turns, turns + 1)]
    tall = torch.cat(bands, 2)[:, :, turns * height - rows : (turns + 1) * height + rows]
    around = -(-columns // width)
    wide = torch.cat([tall] * (2 * around + 1), 3)
    return wide[:, :, :, around * width - columns : (around + 1) * width + columns]


class Convolution(nn.Module):
    """conv of any odd kernel, stride and dilation under either padding."""

    def __init__(self, inputs, outputs, kernel, stride, dilation, sphere):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs, *kernel))
        self.bias = nn.Parameter(torch.empty(outputs))
        self.stride, self.dilation, self.sphere = stride, dilation, sphere
        self.reach = [dilation * (extent // 2) for extent in kernel]

    def forward(self, x):
        if self.sphere:
            return functional.conv2d(
                sphere_padded(x, *self.reach), self.weight, self.bias, self.stride, 0, self.dilation)
        return functional.conv2d(x, self.weight, self.bias, self.stride, self.reach, self.dilation)


class Transposed(nn.Module):
    """convT 4, 2, 1 under either padding."""

    transposed = True

    def __init__(self, inputs, outputs, sphere):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(inputs, outputs, 4, 4))
        self.bias = nn.Parameter(torch.empty(outputs))
        self.sphere = sphere

    def forward(self, x):
        if self.sphere:
            return functional.conv_transpose2d(sphere_padded(x, 1, 1), self.weight, self.bias, stride=2, padding=3)
        return functional.conv_transpose2d(x, self.weight, self.bias, stride=2, padding=1)


class Block(nn.Module):
    """A (transposed) convolution under the public name `conv`, then ELU."""

    def __init__(self, conv):
        super().__init__()
        self.conv = conv

    def forward(self, x):
        return functional.elu(self.conv(x))


def doubled(x):
    return functional.interpolate(x, scale_factor=2, mode="nearest")


# Networks, with the public names of their layers -----------------------------------------------------------------------


class RectNet(nn.Module):
    outputs = ("depth", "depthHalf")

    def __init__(self, divisor, sphere):
        super().__init__()

        def conv(name, inputs, outputs, kernel, stride=1, dilation=1):
            kernel = kernel if isinstance(kernel, tuple) else (kernel, kernel)
            setattr(self, name, Block(Convolution(inputs, outputs // divisor, kernel, stride, dilation, sphere)))

        def wide(channels):
            return channels // divisor

        for index, kernel in enumerate([(3, 9), (5, 11), (5, 7), (7, 7)]):
            conv(f"input0_{index}", 3, 8, kernel)
        for index, kernel in enumerate([(3, 9), (3, 7), (3, 5), (5, 5)]):
            conv(f"input1_{index}", wide(32), 16, kernel)
        conv("encoder0_0", wide(64), 128, 3, stride=2)
        conv("encoder0_1", wide(128), 128, 3)
        conv("encoder0_2", wide(128), 128, 3)
        conv("encoder1_0", wide(128), 256, 3, stride=2)
        conv("encoder1_1", wide(256), 256, 3, dilation=2)
        conv("encoder1_2", wide(256), 256, 3, dilation=4)
        conv("encoder1_3", wide(512), 256, 1)
        conv("encoder2_0", wide(256), 256, 3, dilation=8)
        conv("encoder2_1", wide(256), 512, 3, dilation=16)
        conv("encoder2_2", wide(768), 512, 1)
        self.decoder0_0 = Block(Transposed(wide(512), wide(256), sphere))
        conv("decoder0_1", wide(256), 256, 5)
        self.prediction0 = Convolution(wide(256), 1, (3, 3), 1, 1, sphere)
        self.decoder1_0 = Block(Transposed(wide(256), wide(128), sphere))
        conv("decoder1_1", wide(128), 128, 5)
        conv("decoder1_2", wide(128) + 1, 64, 1)
        self.prediction1 = Convolution(wide(64), 1, (3, 3), 1, 1, sphere)

    def forward(self, image):
        a = torch.cat([getattr(self, f"input0_{index}")(image) for index in range(4)], 1)
        b = torch.cat([getattr(self, f"input1_{index}")(a) for index in range(4)], 1)
        e0 = self.encoder0_2(self.encoder0_1(self.encoder0_0(b)))
        e1_1 = self.encoder1_1(self.encoder1_0(e0))
        e1 = self.encoder1_3(torch.cat([e1_1, self.encoder1_2(e1_1)], 1))
        e2_0 = self.encoder2_0(e1)
        e2 = self.encoder2_2(torch.cat([e2_0, self.encoder2_1(e2_0)], 1))
        d0 = self.decoder0_1(self.decoder0_0(e2))
        half = self.prediction0(d0)
        d1 = self.decoder1_1(self.decoder1_0(d0))
        full = self.prediction1(self.decoder1_2(torch.cat([d1, doubled(half)], 1)))
        return full, half


class SkipBlock(nn.Module):
    def __init__(self, inputs, outputs, sphere):
        super().__init__()
        self.conv1 = Block(Convolution(inputs, outputs, (3, 3), 2, 1, sphere))
        self.conv2 = Block(Convolution(outputs, outputs, (3, 3), 1, 1, sphere))
        self.conv3 = Block(Convolution(outputs, outputs, (3, 3), 1, 1, sphere))

    def forward(self, x):
        a = self.conv1(x)
        return a + self.conv3(self.conv2(a))


class UResNet(nn.Module):
    outputs = ("depth", "depthHalf", "depthQuarter")

    def __init__(self, divisor, sphere):
        super().__init__()
        c = [channels // divisor for channels in (32, 64, 128, 256, 512, 1024)]

        def conv(inputs, outputs, size):
            return Block(Convolution(inputs, outputs, (size, size), 1, 1, sphere))

        def prediction(inputs):
            return Convolution(inputs, 1, (3, 3), 1, 1, sphere)

        self.input0 = conv(3, c[0], 7)
        self.input1 = conv(c[0], c[1], 5)
        for index in range(4):
            setattr(self, f"encoder{index}", SkipBlock(c[index + 1], c[index + 2], sphere))
        self.decoder0_0 = Block(Transposed(c[5], c[4], sphere))
        self.decoder0_1 = conv(c[4], c[4], 5)
        self.decoder1_0 = Block(Transposed(c[4], c[3], sphere))
        self.decoder1_1 = conv(c[3], c[3], 5)
        self.prediction0 = prediction(c[3])
        self.decoder2_0 = Block(Transposed(c[3], c[2], sphere))
        self.decoder2_1 = conv(c[2] + 1, c[2], 5)
        self.prediction1 = prediction(c[2])
        self.decoder3_0 = Block(Transposed(c[2], c[1], sphere))
        self.decoder3_1 = conv(c[1] + 1, c[1], 5)
        self.prediction2 = prediction(c[1])

    def forward(self, image):
        x = self.input1(self.input0(image))
        for index in range(4):
            x = getattr(self, f"encoder{index}")(x)
        x = self.decoder0_1(self.decoder0_0(x))
        x = self.decoder1_1(self.decoder1_0(x))
        quarter = self.prediction0(x)
        x = self.decoder2_1(torch.cat([self.decoder2_0(x), doubled(quarter.detach())], 1))
        half = self.prediction1(x)
        x = self.decoder3_1(torch.cat([self.decoder3_0(x), doubled(half.detach())], 1))
        return self.prediction2(x), half, quarter


FAMILIES = {"rectnet": RectNet, "uresnet": UResNet}


def network(architecture, kind):
    """The module that `architecture` names, as `rectnet-w4-sphere`, with its weights of `kind`, in single precision."""
    family, *options = architecture.split("-")
    divisor = next((int(option[1:]) for option in options if option[0] == "w"), 1)
    module = FAMILIES[family](divisor, "sphere" in options)
    transposed = {
        f"{name}.weight" for name, child in module.named_modules() if getattr(child, "transposed", False)}
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(torch.from_numpy(weight(name, tuple(parameter.shape), kind, name in transposed)))
    return module.eval()


# Files -----------------------------------------------------------------------------------------------------------------


def write_safetensors(path, arrays, metadata):
    """Header length, JSON header padded to 8 bytes, data: the public description of the format."""
    names = {np.dtype("<f4"): "F32", np.dtype("<f8"): "F64", np.dtype("<f2"): "F16", np.dtype("<i8"): "I64"}
    header, data = {"__metadata__": metadata}, b""
    for name in sorted(arrays):
        array = np.asarray(arrays[name])
        raw = array.tobytes()
        header[name] = {
            "dtype": names[array.dtype], "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def provenance():
    return {
        "torch": torch.__version__, "seed": str(SEED),
        "script": hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()}


def thinned(array):
    rows, columns = (sorted({*range(0, extent, STEP), extent - 1}) for extent in array.shape)
    return np.ascontiguousarray(array[np.ix_(rows, columns)])


def write_outputs(architecture, width, height, kind):
    module = network(architecture, kind)
    weights = hashlib.sha256()
    for name, parameter in sorted(module.named_parameters()):
        weights.update(parameter.detach().numpy().tobytes())
    image = picture(height, width)
    with torch.no_grad():
        results = module.double()(image.double())
    arrays = {}
    for name, result in zip(module.outputs, results):
        arrays[name] = thinned(result[0, 0].numpy()).astype("<f4")
        print(f"{architecture} {width}x{height} {kind} {name}: rms {result.square().mean().sqrt():.3g}", flush=True)
    write_safetensors(
        FOLDER / f"{architecture}_{width}x{height}_{kind}.safetensors", arrays,
        provenance() | {
            "weightsSHA256": weights.hexdigest(), "pictureSHA256": hashlib.sha256(image.numpy().tobytes()).hexdigest()})


def main():
    for kind in ("default", "stress"):
        write_outputs("rectnet-w4-sphere", 256, 128, kind)
        write_outputs("uresnet-w4-sphere", 128, 64, kind)
        # Small enough that the dilated windows cross both poles and go around more than once.
        write_outputs("rectnet-w8-sphere", 64, 32, kind)
        write_outputs("rectnet", 512, 256, kind)
        write_outputs("uresnet", 512, 256, kind)


if __name__ == "__main__":
    sys.exit(main())

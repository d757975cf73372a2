# SPDX-License-Identifier: Apache-2.0
"""PyTorch eager running RectNet with random weights: one peer of the engine.

    eager.py NETWORK WIDTHxHEIGHT THREADS

NETWORK is rectnet, or rectnet-w2, -w4, -w8 for narrower ones. Prints one JSON line when ready, then one with the
seconds of a forward pass for each line of standard input, as EngineBenchmark does.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def convolution(inputs, outputs, kernel, stride=1, dilation=1):
    padding = tuple(dilation * (k - 1) // 2 for k in kernel)
    return nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation)


class RectNet(nn.Module):
    """RectNet of OmniDepth (Zioulis et al., ECCV 2018), as published; `divisor` divides the channels."""

    def __init__(self, divisor=1):
        super().__init__()
        w = lambda channels: channels // divisor
        one, three, five = (1, 1), (3, 3), (5, 5)
        self.input0 = nn.ModuleList(convolution(3, w(8), k) for k in [(3, 9), (5, 11), (5, 7), (7, 7)])
        self.input1 = nn.ModuleList(convolution(4 * w(8), w(16), k) for k in [(3, 9), (3, 7), (3, 5), five])
        self.encoder0 = nn.ModuleList([
            convolution(4 * w(16), w(128), three, stride=2), convolution(w(128), w(128), three),
            convolution(w(128), w(128), three)])
        self.encoder1_0 = convolution(w(128), w(256), three, stride=2)
        self.encoder1_1 = convolution(w(256), w(256), three, dilation=2)
        self.encoder1_2 = convolution(w(256), w(256), three, dilation=4)
        self.encoder1_3 = convolution(2 * w(256), w(256), one)
        self.encoder2_0 = convolution(w(256), w(256), three, dilation=8)
        self.encoder2_1 = convolution(w(256), w(512), three, dilation=16)
        self.encoder2_2 = convolution(w(256) + w(512), w(512), one)
        self.decoder0_0 = nn.ConvTranspose2d(w(512), w(256), 4, 2, 1)
        self.decoder0_1 = convolution(w(256), w(256), five)
        self.prediction0 = convolution(w(256), 1, three)
        self.decoder1_0 = nn.ConvTranspose2d(w(256), w(128), 4, 2, 1)
        self.decoder1_1 = convolution(w(128), w(128), five)
        self.decoder1_2 = convolution(w(128) + 1, w(64), one)
        self.prediction1 = convolution(w(64), 1, three)

    def forward(self, image):
        elu = F.elu
        x = torch.cat([elu(layer(image)) for layer in self.input0], 1)
        x = torch.cat([elu(layer(x)) for layer in self.input1], 1)
        for layer in self.encoder0:
            x = elu(layer(x))
        x = elu(self.encoder1_0(x))
        near = elu(self.encoder1_1(x))
        far = elu(self.encoder1_2(near))
        x = elu(self.encoder1_3(torch.cat([near, far], 1)))
        near = elu(self.encoder2_0(x))
        far = elu(self.encoder2_1(near))
        x = elu(self.encoder2_2(torch.cat([near, far], 1)))
        x = elu(self.decoder0_1(elu(self.decoder0_0(x))))
        half = self.prediction0(x)
        x = elu(self.decoder1_1(elu(self.decoder1_0(x))))
        x = elu(self.decoder1_2(torch.cat([x, F.interpolate(half, scale_factor=2)], 1)))
        return self.prediction1(x), half


def main():
    name, size, threads = sys.argv[1:]
    family, _, width = name.partition("-w")
    if family != "rectnet":
        sys.exit(f"this peer runs rectnet with zero padding, not {name}")
    columns, rows = map(int, size.split("x"))
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    network = RectNet(int(width or 1)).eval()
    image = torch.rand(1, 3, rows, columns)
    print(json.dumps({"name": f"PyTorch {torch.__version__} eager, {threads} threads"}), flush=True)
    with torch.inference_mode():
        for _ in sys.stdin:
            start = time.perf_counter()
            network(image)
            print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)


if __name__ == "__main__":
    main()

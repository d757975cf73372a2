# SPDX-License-Identifier: Apache-2.0
"""Writes what three steps of the second stage give in PyTorch, in double precision: every parameter of the network and of
the discriminator afterwards, and the losses of each step.

The network and its losses are those of make_training.py. The discriminator is RectNet's encoder on one channel, global
average pooling and torch.nn.Linear; its loss is torch's binary cross-entropy with logits.

    python Tests/Golden/make_adversarial.py          # beside this script; needs torch and numpy
"""

import hashlib
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import make_golden
import make_training
from make_golden import FOLDER, Block, Convolution, uniform, weight, write_safetensors
from make_training import ARCHITECTURE, BATCH, HEIGHT, LARGEST, RATE, ROOMS, WIDTH

STEPS, ALPHA, GAMMA = 3, 0.5, 1e-4


class Discriminator(make_golden.RectNet):
    """The probability, before the sigmoid, that a depth map was predicted from a rendered panorama."""

    def __init__(self, divisor, sphere):
        super().__init__(divisor, sphere)
        for name in ["decoder0_0", "decoder0_1", "prediction0", "decoder1_0", "decoder1_1", "decoder1_2", "prediction1"]:
            delattr(self, name)
        for index, kernel in enumerate([(3, 9), (5, 11), (5, 7), (7, 7)]):
            setattr(self, f"input0_{index}", Block(Convolution(1, 8 // divisor, kernel, 1, 1, sphere)))
        self.fullyConnected = nn.Linear(512 // divisor, 1)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                shape = tuple(parameter.shape)
                if name == "fullyConnected.weight":
                    values = (uniform(name, shape[1]) * np.float32(0.25)).reshape(shape)
                else:
                    values = weight(name, shape, "stress", False)
                parameter.copy_(torch.from_numpy(values))

    def forward(self, maps):
        a = torch.cat([getattr(self, f"input0_{index}")(maps) for index in range(4)], 1)
        b = torch.cat([getattr(self, f"input1_{index}")(a) for index in range(4)], 1)
        e0 = self.encoder0_2(self.encoder0_1(self.encoder0_0(b)))
        e1_1 = self.encoder1_1(self.encoder1_0(e0))
        e1 = self.encoder1_3(torch.cat([e1_1, self.encoder1_2(e1_1)], 1))
        e2_0 = self.encoder2_0(e1)
        e2 = self.encoder2_2(torch.cat([e2_0, self.encoder2_1(e2_0)], 1))
        return self.fullyConnected(e2.mean((2, 3)))[:, 0]


def pictures(name):
    values = (uniform(name, BATCH * 3 * HEIGHT * WIDTH).reshape(BATCH, 3, HEIGHT, WIDTH) + 1) / 2
    return torch.from_numpy(values).double()


def entropy(logits, label):
    return functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def main():
    depths = torch.from_numpy(np.stack([make_training.box(*room) for room in ROOMS])[:, None]).double()
    rendered, real = pictures("training.pictures"), pictures("training.photographs")
    network = make_golden.network(ARCHITECTURE, "stress").double()
    discriminator = Discriminator(8, True).double()
    adam = torch.optim.Adam(network.parameters(), lr=RATE)
    adam_of_discriminator = torch.optim.Adam(discriminator.parameters(), lr=RATE)
    history = []
    for step in range(STEPS):
        on_rendered, on_real = network(rendered), network(real)
        maps = [prediction[0] / LARGEST for prediction in (on_rendered, on_real)]
        loss_d = entropy(discriminator(maps[1].detach()), 0.0) + entropy(discriminator(maps[0].detach()), 1.0)
        adam_of_discriminator.zero_grad()
        (GAMMA * loss_d).backward()
        adam_of_discriminator.step()
        adversarial = entropy(discriminator(maps[1]), 1.0)
        data = make_training.losses(on_rendered, depths)[0]
        adam.zero_grad()
        (data + ALPHA * adversarial).backward()
        adam.step()
        history.append([data.item(), adversarial.item(), loss_d.item()])
        print(f"step {step}: {history[-1]}", flush=True)
    arrays = {"losses": np.array(history).astype("<f4")}
    for prefix, module in [("network", network), ("discriminator", discriminator)]:
        for name, parameter in module.named_parameters():
            arrays[f"{prefix}/{name}"] = parameter.detach().numpy().astype("<f4")
    scripts = [pathlib.Path(module.__file__) for module in (make_golden, make_training)] + [pathlib.Path(__file__)]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in scripts)).hexdigest()
    write_safetensors(
        FOLDER / f"{ARCHITECTURE}_{WIDTH}x{HEIGHT}_adversarial.safetensors", arrays,
        {"torch": torch.__version__, "seed": str(make_golden.SEED), "script": digest})


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Writes TorchScript programs as other systems ship them, with answers that are known in closed form.

    panorama.pt      inverse ray distance 1 / (1 + red), as a dictionary beside another tensor; pictures of 255
    perspective.pt   the z-depth of a sphere of 2 m around the camera, for pictures of 90 degrees; half the size
    broken.pt        complains

    python Tests/Golden/make_scripts.py            # into Tests/Golden/scripts; needs torch
"""

import pathlib
from typing import Dict

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).resolve().parent / "scripts"


class Panorama(nn.Module):
    def forward(self, image: torch.Tensor) -> Dict[str, torch.Tensor]:
        red = image[:, 0:1] / 255
        return {"confidence": torch.ones_like(red), "disparity": 1 / (1 + red)}


class Perspective(nn.Module):
    def forward(self, image: torch.Tensor) -> torch.Tensor:
        size = image.shape[3] // 2
        place = (torch.arange(size, device=image.device) + 0.5) / size * 2 - 1
        return 2 / torch.sqrt(1 + place[None, :] ** 2 + place[:, None] ** 2)


class Broken(nn.Module):
    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return image @ torch.ones(7, 3)


def main():
    FOLDER.mkdir(exist_ok=True)
    for module in (Panorama(), Perspective(), Broken()):
        torch.jit.save(torch.jit.script(module), FOLDER / f"{type(module).__name__.lower()}.pt")


if __name__ == "__main__":
    main()

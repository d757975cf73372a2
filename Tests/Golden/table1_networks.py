# SPDX-License-Identifier: Apache-2.0
"""The perspective and panorama networks of the 2020 paper's Table 1 in PyTorch, written from their papers' tables.

Independent of the Swift declarations, which they are compared with; only the names of parameters are shared. Every module
takes sRGB in [0, 1] and returns the tensors that `outputs` names. `divisor` divides every published channel count but those
of pictures, coordinates and outputs.
"""

import math

import torch
from torch import nn
from torch.nn import functional

from make_golden import Convolution, Transposed, Block, doubled


def sequence(*layers, **names):
    module = nn.Sequential(*layers)
    for name, layer in names.items():
        module.add_module(name, layer)
    return module


def norm(channels, epsilon=1e-5):
    return nn.BatchNorm2d(channels, eps=epsilon)


def standardised(image):
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=image.dtype)[None, :, None, None]
    deviation = torch.tensor([0.229, 0.224, 0.225], dtype=image.dtype)[None, :, None, None]
    return (image - mean) / deviation


# Spherical view synthesis ----------------------------------------------------------------------------------------------


class CoordConv(nn.Module):
    def __init__(self, inputs, outputs, size, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs + 2, outputs, size, stride, size // 2)

    def forward(self, x):
        count, _, height, width = x.shape
        rows = torch.linspace(-1, 1, height, dtype=x.dtype)[None, None, :, None].expand(count, 1, height, width)
        columns = torch.linspace(-1, 1, width, dtype=x.dtype)[None, None, None, :].expand(count, 1, height, width)
        return self.conv(torch.cat([x, rows, columns], 1))


class CoordBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block = nn.ModuleDict({"0": CoordConv(channels, channels, 3), "3": CoordConv(channels, channels, 3)})

    def forward(self, x):
        return x + self.block["3"](functional.elu(self.block["0"](x)))


class SphericalViewSynthesis(nn.Module):
    outputs = ("depth",)

    def __init__(self, divisor, sphere=False):
        super().__init__()
        c = [channels // divisor for channels in (32, 64, 128)]
        self.model = nn.ModuleDict({
            "0": CoordConv(3, c[0], 7), "3": CoordConv(c[0], c[1], 3, 2), "6": CoordConv(c[1], c[2], 3, 2),
            **{str(index): CoordBlock(c[2]) for index in range(9, 14)},
            "14": nn.ConvTranspose2d(c[2], c[1], 3, 2, 1, output_padding=1),
            "17": nn.ConvTranspose2d(c[1], c[0], 3, 2, 1, output_padding=1),
            "20": CoordConv(c[0], 1, 7)})

    def forward(self, x):
        for name, layer in self.model.items():
            x = layer(x)
            if name in ("0", "3", "6", "14", "17"):
                x = functional.elu(x)
        return (x.abs(),)


# Left-right consistency ------------------------------------------------------------------------------------------------


class DisparityDecoder(nn.Module):
    """From the smallest features and what was seen at half, quarter, … of the size, to four scales of disparities."""

    def __init__(self, inputs, skips, channels):
        super().__init__()
        read = inputs
        for level in reversed(range(len(channels))):
            width = channels[level]
            self.add_module(f"upconv{level + 1}", nn.Conv2d(read, width, 3, padding=1))
            joined = width + (skips[level - 1] if level else 0) + (2 if level < 3 else 0)
            self.add_module(f"iconv{level + 1}", nn.Conv2d(joined, width, 3, padding=1))
            if level < 4:
                self.add_module(f"disp{level + 1}", nn.Conv2d(width, 2, 3, padding=1))
            read = width
        self.levels = len(channels)

    def forward(self, x, skips):
        found = []
        for level in reversed(range(self.levels)):
            x = functional.elu(self.get_submodule(f"upconv{level + 1}")(doubled(x)))
            parts = [x] + ([skips[level - 1]] if level else []) + ([doubled(found[0])] if found else [])
            x = functional.elu(self.get_submodule(f"iconv{level + 1}")(torch.cat(parts, 1)))
            if level < 4:
                found.insert(0, 0.3 * torch.sigmoid(self.get_submodule(f"disp{level + 1}")(x)))
        return tuple(found)


class MonodepthVGG(nn.Module):
    outputs = ("disparity", "disparityHalf", "disparityQuarter", "disparityEighth")

    def __init__(self, divisor, sphere=False):
        super().__init__()
        widths = [channels // divisor for channels in (32, 64, 128, 256, 512, 512, 512)]
        self.encoder = nn.Module()
        read = 3
        for index, (width, size) in enumerate(zip(widths, (7, 5, 3, 3, 3, 3, 3)), 1):
            self.encoder.add_module(f"conv{index}a", nn.Conv2d(read, width, size, 1, size // 2))
            self.encoder.add_module(f"conv{index}b", nn.Conv2d(width, width, size, 2, size // 2))
            read = width
        self.decoder = DisparityDecoder(
            read, widths[:6], [channels // divisor for channels in (16, 32, 64, 128, 256, 512, 512)])

    def forward(self, x):
        seen = []
        for index in range(1, 8):
            for part in "ab":
                x = functional.elu(self.encoder.get_submodule(f"conv{index}{part}")(x))
            seen.append(x)
        return self.decoder(x, seen[:-1])


class ProjectedBlock(nn.Module):
    def __init__(self, inputs, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, channels, 1)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, 1)
        self.conv3 = nn.Conv2d(channels, 4 * channels, 1)
        self.downsample = nn.Conv2d(inputs, 4 * channels, 1, stride)

    def forward(self, x):
        y = self.conv3(functional.elu(self.conv2(functional.elu(self.conv1(x)))))
        return functional.elu(y + self.downsample(x))


class MonodepthResNet50(nn.Module):
    outputs = MonodepthVGG.outputs

    def __init__(self, divisor, sphere=False):
        super().__init__()
        first = 64 // divisor
        self.encoder = nn.Module()
        self.encoder.conv1 = nn.Conv2d(3, first, 7, 2, 3)
        read, skips = first, [first, first]
        for stage, blocks in enumerate((3, 4, 6, 3), 1):
            width = (64 << (stage - 1)) // divisor
            layers = []
            for block in range(blocks):
                layers.append(ProjectedBlock(read, width, 2 if block == blocks - 1 else 1))
                read = 4 * width
            self.encoder.add_module(f"layer{stage}", nn.Sequential(*layers))
            skips.append(read)
        self.decoder = DisparityDecoder(
            read, skips[:5], [channels // divisor for channels in (16, 32, 64, 128, 256, 512)])

    def forward(self, x):
        x = functional.elu(self.encoder.conv1(x))
        seen = [x]
        x = functional.max_pool2d(x, 3, 2, 1)
        seen.append(x)
        for stage in range(1, 5):
            x = self.encoder.get_submodule(f"layer{stage}")(x)
            seen.append(x)
        return self.decoder(x, seen[:-1])


# Fully convolutional residual network ----------------------------------------------------------------------------------


class Bottleneck(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        inner = outputs // 4
        self.conv1, self.bn1 = nn.Conv2d(inputs, inner, 1, stride, bias=False), norm(inner, 1e-4)
        self.conv2, self.bn2 = nn.Conv2d(inner, inner, 3, 1, 1, bias=False), norm(inner, 1e-4)
        self.conv3, self.bn3 = nn.Conv2d(inner, outputs, 1, bias=False), norm(outputs, 1e-4)
        self.downsample = (
            sequence(nn.Conv2d(inputs, outputs, 1, stride, bias=False), norm(outputs, 1e-4))
            if inputs != outputs else None)

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = functional.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return functional.relu(y + (self.downsample(x) if self.downsample else x))


class SlowUpConvolution(nn.Module):
    """The plain form: a map with zeros between its pixels under one window of 6 x 6, most of whose taps never meet a
    pixel. Output 2 i + p meets inputs i - 1, i, i + 1 (p = 0) and i - 1, i (p = 1)."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.convA = nn.Conv2d(inputs, outputs, (3, 3))
        self.convB = nn.Conv2d(inputs, outputs, (2, 3))
        self.convC = nn.Conv2d(inputs, outputs, (3, 2))
        self.convD = nn.Conv2d(inputs, outputs, (2, 2))

    def forward(self, x):
        count, channels, height, width = x.shape
        sparse = x.new_zeros(count, channels, 2 * height, 2 * width)
        sparse[:, :, ::2, ::2] = x
        result = 0
        for conv, down, across in ((self.convA, 0, 0), (self.convB, 1, 0), (self.convC, 0, 1), (self.convD, 1, 1)):
            window = x.new_zeros(conv.out_channels, channels, 6, 6)
            # Taps at -2, 0, 2 for even outputs, at -3, -1 for odd ones: the window begins at -3.
            rows = [1, 3, 5] if down == 0 else [0, 2]
            columns = [1, 3, 5] if across == 0 else [0, 2]
            for i, row in enumerate(rows):
                for j, column in enumerate(columns):
                    window[:, :, row, column] = conv.weight[:, :, i, j]
            plain = functional.conv2d(functional.pad(sparse, (3, 2, 3, 2)), window, conv.bias)
            chosen = torch.zeros_like(plain)
            chosen[:, :, down::2, across::2] = plain[:, :, down::2, across::2]
            result = result + chosen
        return result


class FastUpConvolution(SlowUpConvolution):
    """Four convolutions of the map itself, interleaved: what programs are timed with."""

    def forward(self, x):
        phases = [
            self.convA(functional.pad(x, (1, 1, 1, 1))), self.convC(functional.pad(x, (1, 0, 1, 1))),
            self.convB(functional.pad(x, (1, 1, 1, 0))), self.convD(functional.pad(x, (1, 0, 1, 0)))]
        return functional.pixel_shuffle(torch.stack(phases, 2).flatten(1, 2), 2)


class UpProjection(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.branch1 = sequence(
            up=SlowUpConvolution(inputs, outputs), bn1=norm(outputs, 1e-4), relu=nn.ReLU(),
            conv=nn.Conv2d(outputs, outputs, 3, padding=1), bn2=norm(outputs, 1e-4))
        self.branch2 = sequence(up=SlowUpConvolution(inputs, outputs), bn=norm(outputs, 1e-4))

    def forward(self, x):
        return functional.relu(self.branch1(x) + self.branch2(x))


class FCRN(nn.Module):
    outputs = ("depth",)

    def hasten(self):
        """Replaces the slow up-convolutions by the fast ones of the same weights."""
        for module in self.modules():
            if isinstance(module, SlowUpConvolution):
                module.__class__ = FastUpConvolution
        return self

    def __init__(self, divisor, sphere=False):
        super().__init__()
        read = 64 // divisor
        self.encoder = nn.Module()
        self.encoder.conv1, self.encoder.bn1 = nn.Conv2d(3, read, 7, 2, 3), norm(read, 1e-4)
        for stage, blocks in enumerate((3, 4, 6, 3), 1):
            width = (256 << (stage - 1)) // divisor
            layers = []
            for block in range(blocks):
                layers.append(Bottleneck(read, width, 2 if block == 0 and stage > 1 else 1))
                read = width
            self.encoder.add_module(f"layer{stage}", nn.Sequential(*layers))
        width = 1024 // divisor
        self.decoder = nn.Module()
        self.decoder.conv1, self.decoder.bn1 = nn.Conv2d(read, width, 1), norm(width, 1e-4)
        for index in range(1, 5):
            self.decoder.add_module(f"up{index}", UpProjection(width, width // 2))
            width //= 2
        self.decoder.prediction = nn.Conv2d(width, 1, 3, padding=1)

    def forward(self, x):
        x = functional.relu(self.encoder.bn1(self.encoder.conv1(255 * x)))
        x = same_max_pool(x)
        for stage in range(1, 5):
            x = self.encoder.get_submodule(f"layer{stage}")(x)
        x = self.decoder.bn1(self.decoder.conv1(x))
        for index in range(1, 5):
            x = self.decoder.get_submodule(f"up{index}")(x)
        return (self.decoder.prediction(x),)


def same_max_pool(x):
    """3 x 3 with stride 2 and TensorFlow's SAME: what is needed beyond the map is shared out, the odd pixel behind."""
    pads = []
    for side in (x.shape[3], x.shape[2]):
        total = max((math.ceil(side / 2) - 1) * 2 + 3 - side, 0)
        pads += [total // 2, total - total // 2]
    return functional.max_pool2d(functional.pad(x, pads, value=-math.inf), 3, 2)


# Deep convolutional neural field ---------------------------------------------------------------------------------------


class DCNF(nn.Module):
    outputs = ("unary",)

    def __init__(self, divisor, sphere=False):
        super().__init__()
        self.trunk, self.head = nn.Module(), nn.Module()
        read = 3
        for stage, (channels, layers) in enumerate(((64, 2), (128, 2), (256, 3), (512, 3), (512, 3), (512, 2)), 1):
            for layer in range(1, layers + 1):
                self.trunk.add_module(f"conv{stage}_{layer}", nn.Conv2d(read, channels // divisor, 3, padding=1))
                read = channels // divisor
        for index, channels in enumerate((128 // divisor, 16 // divisor, 1), 1):
            self.head.add_module(f"fc{index}", nn.Conv2d(read, channels, 1))
            read = channels

    def forward(self, image):
        mean = torch.tensor([123.68, 116.779, 103.939], dtype=image.dtype)[None, :, None, None]
        x = 255 * image[:, :3] - mean
        for stage, layers in enumerate((2, 2, 3, 3, 3, 2), 1):
            for layer in range(1, layers + 1):
                x = functional.relu(self.trunk.get_submodule(f"conv{stage}_{layer}")(x))
            if stage <= 3:
                x = functional.max_pool2d(x, 2, 2, ceil_mode=True)
            elif stage <= 5:
                x = functional.max_pool2d(functional.pad(x, (0, 1, 0, 1), value=-math.inf), 2, 1)
        x = self.pooled(x, image[:, 3])
        x = functional.relu(self.head.fc1(x))
        return (self.head.fc3(torch.sigmoid(self.head.fc2(x))),)

    @staticmethod
    def pooled(x, labels):
        height, width = labels.shape[1:]
        capacity = math.ceil(height / 20) * math.ceil(width / 20)
        rows = torch.arange(height) * x.shape[2] // height
        columns = torch.arange(width) * x.shape[3] // width
        large = x[:, :, rows][:, :, :, columns].flatten(2)
        membership = functional.one_hot(labels.long().flatten(1), capacity).to(x.dtype)
        sums = large @ membership
        return (sums / membership.sum(1, keepdim=True).clamp(min=1))[..., None]


# Local planar guidance -------------------------------------------------------------------------------------------------


class DenseLayer(nn.Module):
    def __init__(self, inputs, growth):
        super().__init__()
        self.norm1, self.conv1 = norm(inputs), nn.Conv2d(inputs, 4 * growth, 1, bias=False)
        self.norm2, self.conv2 = norm(4 * growth), nn.Conv2d(4 * growth, growth, 3, padding=1, bias=False)

    def forward(self, x):
        y = self.conv1(functional.relu(self.norm1(x)))
        return torch.cat([x, self.conv2(functional.relu(self.norm2(y)))], 1)


class DenseNet161(nn.Module):
    def __init__(self, divisor):
        super().__init__()
        growth = 48 // divisor
        width = 2 * growth
        self.conv0, self.norm0 = nn.Conv2d(3, width, 7, 2, 3, bias=False), norm(width)
        for block, layers in enumerate((6, 12, 36, 24), 1):
            dense = nn.Module()
            for layer in range(1, layers + 1):
                dense.add_module(f"denselayer{layer}", DenseLayer(width, growth))
                width += growth
            self.add_module(f"denseblock{block}", dense)
            if block < 4:
                transition = sequence(norm=norm(width), conv=nn.Conv2d(width, width // 2, 1, bias=False))
                self.add_module(f"transition{block}", transition)
                width //= 2
        self.norm5 = norm(width)

    def forward(self, x):
        x = functional.relu(self.norm0(self.conv0(x)))
        seen = [x]
        x = functional.max_pool2d(x, 3, 2, 1)
        seen.append(x)
        for block in range(1, 5):
            for layer in self.get_submodule(f"denseblock{block}").children():
                x = layer(x)
            if block < 4:
                transition = self.get_submodule(f"transition{block}")
                x = functional.avg_pool2d(transition.conv(functional.relu(transition.norm(x))), 2)
                seen.append(x)
        return seen[:4] + [functional.relu(self.norm5(x))]


class Up(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)

    def forward(self, x):
        return functional.elu(self.conv(doubled(x)))


def flat(inputs, outputs):
    return sequence(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.ELU())


class Atrous(nn.Module):
    def __init__(self, inputs, outputs, rate, first):
        super().__init__()
        self.atrous_conv = nn.Module()
        if first:
            self.atrous_conv.first_bn = norm(inputs, 1.1e-5)
        self.atrous_conv.aconv_sequence = sequence(
            nn.ReLU(), nn.Conv2d(inputs, 2 * outputs, 1, bias=False), norm(2 * outputs, 1.1e-5), nn.ReLU(),
            nn.Conv2d(2 * outputs, outputs, 3, padding=rate, dilation=rate, bias=False))

    def forward(self, x):
        first = getattr(self.atrous_conv, "first_bn", nn.Identity())
        return self.atrous_conv.aconv_sequence(first(x))


class Reduction(nn.Module):
    """Published channel counts are in the names; `divisor` divides them."""

    def __init__(self, inputs, first, divisor, final):
        super().__init__()
        self.reduc = nn.Sequential()
        read, written = inputs, first
        while written >= 8:
            self.reduc.add_module(
                f"inter_{read}_{written}",
                sequence(nn.Conv2d(read // divisor, written // divisor, 1, bias=False), nn.ELU()))
            read, written = written, written // 2
        if final:
            self.reduc.add_module("final", sequence(nn.Conv2d(read // divisor, 1, 1, bias=False), nn.Sigmoid()))
        else:
            self.reduc.add_module("plane_params", nn.Conv2d(read // divisor, 3, 1, bias=False))

    def forward(self, x):
        return self.reduc(x)


def local_planes(t, factor):
    """Depths in units of the farthest."""
    t = torch.sigmoid(t)
    theta, phi, distance = t[:, 0:1] * math.pi / 3, t[:, 1:2] * 2 * math.pi, t[:, 2:3]
    normal = torch.cat(
        [torch.sin(theta) * torch.cos(phi), torch.sin(theta) * torch.sin(phi), torch.cos(theta)], 1)
    normal = normal / normal.norm(dim=1, keepdim=True)
    plane = torch.cat([normal, distance], 1).repeat_interleave(factor, 2).repeat_interleave(factor, 3)
    place = (torch.arange(factor, dtype=t.dtype) - (factor - 1) / 2) / factor
    u = place.repeat(t.shape[3])[None, None, None, :]
    v = place.repeat(t.shape[2])[None, None, :, None]
    return plane[:, 3:4] / (plane[:, 0:1] * u + plane[:, 1:2] * v + plane[:, 2:3])


class BTS(nn.Module):
    outputs = ("depth",)

    def __init__(self, divisor, sphere=False):
        super().__init__()

        def w(channels):
            return channels // divisor

        self.encoder = nn.Module()
        self.encoder.base_model = DenseNet161(divisor)
        d = self.decoder = nn.Module()
        d.upconv5, d.bn5, d.conv5 = Up(w(2208), w(512)), norm(w(512), 1.1e-5), flat(w(896), w(512))
        d.upconv4, d.bn4 = Up(w(512), w(256)), norm(w(256), 1.1e-5)
        d.conv4, d.bn4_2 = flat(w(448), w(256)), norm(w(256), 1.1e-5)
        for rate, inputs in ((3, 256), (6, 576), (12, 704), (18, 832), (24, 960)):
            d.add_module(f"daspp_{rate}", Atrous(w(inputs), w(128), rate, rate > 3))
        d.daspp_conv = flat(w(896), w(128))
        d.reduc8x8 = Reduction(128, 128, divisor, False)
        d.upconv3, d.bn3, d.conv3 = Up(w(128), w(128)), norm(w(128), 1.1e-5), flat(w(224) + 1, w(128))
        d.reduc4x4 = Reduction(128, 64, divisor, False)
        d.upconv2, d.bn2, d.conv2 = Up(w(128), w(64)), norm(w(64), 1.1e-5), flat(w(160) + 1, w(64))
        d.reduc2x2 = Reduction(64, 32, divisor, False)
        d.upconv1 = Up(w(64), w(32))
        d.reduc1x1 = Reduction(32, 16, divisor, True)
        d.conv1 = flat(w(32) + 4, w(32))
        d.get_depth = sequence(nn.Conv2d(w(32), 1, 3, padding=1, bias=False), nn.Sigmoid())

    def forward(self, image):
        half, quarter, eighth, sixteenth, x = self.encoder.base_model(standardised(image))
        d = self.decoder
        x = d.conv5(torch.cat([d.bn5(d.upconv5(x)), sixteenth], 1))
        joined = torch.cat([d.bn4(d.upconv4(x)), eighth], 1)
        base = d.bn4_2(d.conv4(joined))
        parts = [base, d.daspp_3(base)]
        for rate in (6, 12, 18, 24):
            parts.append(d.get_submodule(f"daspp_{rate}")(torch.cat([joined] + parts[1:], 1)))
        x = d.daspp_conv(torch.cat(parts, 1))
        d8 = local_planes(d.reduc8x8(x), 8)
        x = d.conv3(torch.cat([d.bn3(d.upconv3(x)), quarter, d8[:, :, ::4, ::4]], 1))
        d4 = local_planes(d.reduc4x4(x), 4)
        x = d.conv2(torch.cat([d.bn2(d.upconv2(x)), half, d4[:, :, ::2, ::2]], 1))
        d2 = local_planes(d.reduc2x2(x), 2)
        x = d.upconv1(x)
        x = d.conv1(torch.cat([x, d.reduc1x1(x), d2, d4, d8], 1))
        return (10 * d.get_depth(x),)


# Virtual normal --------------------------------------------------------------------------------------------------------


class ResNeXtBlock(nn.Module):
    def __init__(self, inputs, outputs, stride, dilation, group):
        super().__init__()
        inner = outputs // 2
        self.conv1, self.bn1 = nn.Conv2d(inputs, inner, 1, bias=False), norm(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, dilation, dilation, inner // group, bias=False)
        self.bn2 = norm(inner)
        self.conv3, self.bn3 = nn.Conv2d(inner, outputs, 1, bias=False), norm(outputs)
        self.shortcut = (
            sequence(conv=nn.Conv2d(inputs, outputs, 1, stride, bias=False), bn=norm(outputs))
            if inputs != outputs else None)

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = functional.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return functional.relu(y + (self.shortcut(x) if self.shortcut else x))


class Transfer(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.conv2, self.bn1 = nn.Conv2d(outputs, outputs, 3, 1, 2, 2), norm(outputs)
        self.conv3 = nn.Conv2d(outputs, outputs, 3, 1, 2, 2, bias=False)

    def forward(self, x):
        x = self.conv1(x)
        return functional.relu(x + self.conv3(functional.relu(self.bn1(self.conv2(x)))))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(2 * channels, channels // 8, 1, bias=False)
        self.conv2 = nn.Conv2d(channels // 8, channels, 1, bias=False)

    def forward(self, lateral, top):
        mean = torch.cat([lateral, top], 1).mean((2, 3), keepdim=True)
        return torch.sigmoid(self.conv2(functional.relu(self.conv1(mean)))) * lateral + top


def resized(x, height, width):
    return functional.interpolate(x, (height, width), mode="bilinear", align_corners=True)


class VNL(nn.Module):
    outputs = ("depth", "logits")

    def __init__(self, divisor, sphere=False):
        super().__init__()

        def w(channels):
            return channels // divisor

        self.depth_model = nn.Module()
        encoder = self.depth_model.encoder_modules = nn.Module()
        bottom = encoder.bottomup = nn.Module()
        bottom.res1 = sequence(conv1=nn.Conv2d(3, w(64), 7, 2, 3, bias=False), bn1=norm(w(64)))
        read = w(64)
        for stage, blocks in enumerate((3, 4, 23, 3)):
            width, layers = w(256 << stage), []
            for block in range(blocks):
                stride = 2 if block == 0 and stage in (1, 2) else 1
                layers.append(ResNeXtBlock(read, width, stride, 2 if stage == 3 else 1, 4 << stage))
                read = width
            bottom.add_module(f"res{stage + 2}", nn.Sequential(*layers))
        encoder.topdown_lateral_modules = nn.ModuleList(
            nn.ModuleDict({"lateral": Transfer(w(inputs), w(outputs))})
            for inputs, outputs in ((2048, 512), (1024, 256), (512, 256), (256, 256)))
        top = encoder.bottomup_top = nn.Module()
        for suffix, dilation in (("1x1", 0), ("3_1", 2), ("3_2", 4), ("3_3", 6)):
            size = 3 if dilation else 1
            top.add_module(
                f"aspp_conv{suffix}",
                nn.Conv2d(w(2048), w(512), size, padding=dilation, dilation=max(dilation, 1), bias=False))
            top.add_module(f"aspp_bn{suffix}", norm(w(512)))
        top.globalpool_conv1x1, top.globalpool_bn = nn.Conv2d(w(2048), w(512), 1, bias=False), norm(w(512))
        decoder = self.depth_model.decoder_modules = nn.Module()
        decoder.top = sequence(nn.Conv2d(5 * w(512), w(512), 1, bias=False), norm(w(512), 0.5))
        for index, width in enumerate((512, 256, 256, 256), 1):
            decoder.add_module(
                f"topdown_fcn{index}",
                nn.ModuleDict({"afa_block": Attention(w(width)), "ftb_block": Transfer(w(width), w(256))}))
        decoder.topdown_fcn5 = nn.ModuleDict({"ftb": Transfer(w(256), w(256))})
        decoder.topdown_predict = nn.ModuleDict({"conv1": nn.Conv2d(w(256), 150, 3, padding=2, dilation=2)})

    def forward(self, image):
        height, width = image.shape[2:]
        encoder, decoder = self.depth_model.encoder_modules, self.depth_model.decoder_modules
        x = functional.relu(encoder.bottomup.res1(standardised(image)))
        x = functional.max_pool2d(x, 3, 2, 1)
        seen = []
        for stage in range(2, 6):
            x = encoder.bottomup.get_submodule(f"res{stage}")(x)
            seen.insert(0, x)
        laterals = [module["lateral"](value) for module, value in zip(encoder.topdown_lateral_modules, seen)]
        top = encoder.bottomup_top
        parts = [
            top.get_submodule(f"aspp_bn{suffix}")(top.get_submodule(f"aspp_conv{suffix}")(x))
            for suffix in ("1x1", "3_1", "3_2", "3_3")]
        mean = top.globalpool_bn(top.globalpool_conv1x1(x.mean((2, 3), keepdim=True)))
        parts.append(mean.expand_as(parts[0]))
        x = decoder.top(torch.cat(parts, 1))
        for index, lateral in enumerate(laterals, 1):
            stage = decoder.get_submodule(f"topdown_fcn{index}")
            x = stage["ftb_block"](stage["afa_block"](lateral, resized(x, *lateral.shape[2:])))
        x = decoder.topdown_fcn5["ftb"](resized(x, math.ceil(height / 2), math.ceil(width / 2)))
        logits = decoder.topdown_predict["conv1"](resized(x, height, width))
        step = (math.log10(1.7) - math.log10(0.01)) / 150
        centres = math.log10(0.01) + (torch.arange(150, dtype=x.dtype) + 0.5) * step
        expected = (torch.softmax(logits, 1) * centres[None, :, None, None]).sum(1, keepdim=True)
        return 10 * 10**expected, logits


# Reconstructions on RectNet --------------------------------------------------------------------------------------------


class SphereConvolution(nn.Module):
    """A convolution of stride 1 whose taps are found on the sphere and read by `grid_sample`."""

    def __init__(self, inputs, outputs, kernel, dilation):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs, *kernel))
        self.bias = nn.Parameter(torch.empty(outputs))
        self.dilation = dilation

    def forward(self, x):
        count, channels, height, width = x.shape
        rows, columns = self.weight.shape[2:]
        result = self.bias[None, :, None, None].expand(count, -1, height, width)
        latitude = math.pi * (0.5 - (torch.arange(height, dtype=x.dtype) + 0.5) / height)
        longitude = torch.arange(width, dtype=x.dtype)
        for i in range(rows):
            for j in range(columns):
                down = self.dilation * (i - rows // 2)
                across = self.dilation * (j - columns // 2)
                row = torch.arange(height) + down
                known = (row >= 0) & (row < height)
                row = row.clamp(0, height - 1)
                place = longitude[None, :] + across / torch.cos(latitude[row])[:, None]
                left = place.floor()
                share = place - left
                first = x[:, :, row[:, None], left.long() % width]
                second = x[:, :, row[:, None], (left.long() + 1) % width]
                value = ((1 - share) * first + share * second) * known[:, None]
                result = result + torch.einsum("oc,nchw->nohw", self.weight[:, :, i, j], value)
        return result


class RectDecoder(nn.Module):
    def __init__(self, divisor, channels, make, sphere):
        super().__init__()

        def w(count):
            return count // divisor

        self.decoder0_0 = Block(Transposed(w(512), w(256), sphere))
        self.decoder0_1 = Block(make(w(256), w(256), (5, 5), 1))
        self.prediction0 = make(w(256), channels, (3, 3), 1)
        self.decoder1_0 = Block(Transposed(w(256), w(128), sphere))
        self.decoder1_1 = Block(make(w(128), w(128), (5, 5), 1))
        self.decoder1_2 = Block(make(w(128) + channels, w(64), (1, 1), 1))
        self.prediction1 = make(w(64), channels, (3, 3), 1)

    def decoded(self, x):
        x = self.decoder0_1(self.decoder0_0(x))
        half = self.prediction0(x)
        x = self.decoder1_1(self.decoder1_0(x))
        return self.prediction1(self.decoder1_2(torch.cat([x, doubled(half)], 1))), half


class RectEncoder(RectDecoder):
    """RectNet with any way to make convolutions of stride 1, and any channels of the picture."""

    def __init__(self, divisor, inputs, make, sphere, decodes=True):
        if decodes:
            super().__init__(divisor, 1, make, sphere)
        else:
            nn.Module.__init__(self)

        def add(name, read, written, kernel, dilation=1):
            self.add_module(name, Block(make(read, written // divisor, kernel, dilation)))

        def halve(name, read, written):
            self.add_module(name, Block(Convolution(read, written // divisor, (3, 3), 2, 1, sphere)))

        def w(count):
            return count // divisor

        for index, kernel in enumerate([(3, 9), (5, 11), (5, 7), (7, 7)]):
            add(f"input0_{index}", inputs, 8, kernel)
        for index, kernel in enumerate([(3, 9), (3, 7), (3, 5), (5, 5)]):
            add(f"input1_{index}", w(32), 16, kernel)
        halve("encoder0_0", w(64), 128)
        add("encoder0_1", w(128), 128, (3, 3))
        add("encoder0_2", w(128), 128, (3, 3))
        halve("encoder1_0", w(128), 256)
        add("encoder1_1", w(256), 256, (3, 3), 2)
        add("encoder1_2", w(256), 256, (3, 3), 4)
        add("encoder1_3", w(512), 256, (1, 1))
        add("encoder2_0", w(256), 256, (3, 3), 8)
        add("encoder2_1", w(256), 512, (3, 3), 16)
        add("encoder2_2", w(768), 512, (1, 1))

    def encoded(self, x):
        x = torch.cat([self.get_submodule(f"input0_{index}")(x) for index in range(4)], 1)
        x = torch.cat([self.get_submodule(f"input1_{index}")(x) for index in range(4)], 1)
        x = self.encoder1_0(self.encoder0_2(self.encoder0_1(self.encoder0_0(x))))
        near = self.encoder1_1(x)
        near = self.encoder2_0(self.encoder1_3(torch.cat([near, self.encoder1_2(near)], 1)))
        return self.encoder2_2(torch.cat([near, self.encoder2_1(near)], 1))


class MappedRectNet(RectEncoder):
    outputs = ("depth", "depthHalf")

    def __init__(self, divisor, sphere=False):
        def make(inputs, outputs, kernel, dilation):
            if kernel == (1, 1):
                return Convolution(inputs, outputs, kernel, 1, 1, False)
            return SphereConvolution(inputs, outputs, kernel, dilation)

        super().__init__(divisor, 3, make, False)

    def forward(self, x):
        return self.decoded(self.encoded(x))


class PanoPopups(RectEncoder):
    outputs = ("depth", "normals", "boundary", "depthHalf")

    def __init__(self, divisor, sphere):
        def make(inputs, outputs, kernel, dilation):
            return Convolution(inputs, outputs, kernel, 1, dilation, sphere)

        super().__init__(divisor, 5, make, sphere, decodes=False)
        self.depth = RectDecoder(divisor, 1, make, sphere)
        self.surface = RectDecoder(divisor, 4, make, sphere)

    def forward(self, x):
        count, _, height, width = x.shape
        longitude = (torch.arange(width, dtype=x.dtype) + 0.5) / width * 2 - 1
        latitude = 1 - (torch.arange(height, dtype=x.dtype) + 0.5) / height * 2
        places = [
            longitude[None, None, None, :].expand(count, 1, height, width),
            latitude[None, None, :, None].expand(count, 1, height, width)]
        features = self.encoded(torch.cat([x] + places, 1))
        depth, half = self.depth.decoded(features)
        surface, _ = self.surface.decoded(features)
        normals = surface[:, :3] / (surface[:, :3].square().sum(1, keepdim=True) + 1e-12).sqrt()
        return depth, normals, torch.sigmoid(surface[:, 3:]), half


FAMILIES = {
    "svs": SphericalViewSynthesis, "monodepthvgg": MonodepthVGG, "monodepthresnet50": MonodepthResNet50, "fcrn": FCRN,
    "dcnf": DCNF, "bts": BTS, "vnl": VNL, "popups": PanoPopups, "mappedrectnet": MappedRectNet}

# Learnt numbers at full width: published where the public code fixes them, else counted from the papers' tables.
PARAMETERS = {
    "svs": 1_696_483, "monodepthvgg": 31_600_072, "monodepthresnet50": 58_452_008, "fcrn": 63_572_737,
    "dcnf": 19_502_049, "bts": 47_000_688, "vnl": 90_436_054, "popups": 13_563_098, "mappedrectnet": 8_870_194}

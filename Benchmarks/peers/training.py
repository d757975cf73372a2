# SPDX-License-Identifier: Apache-2.0
"""Times training steps against a PyTorch eager loop, round by round in one run, and prints medians and ratios.

    training.py [--network rectnet-w4-sphere] [--size 256x128] [--batch 8] [--threads 2] [--rounds 7] [--steps 1]
                [--device cpu] [--precision float32] [--channels-last]

On a GPU: --device cuda --precision bfloat16 --channels-last --steps 20

Both take the same steps: forward pass, L_depth, L_smooth and L_normal at both sizes, backward pass, Adam, on pictures and
distances that stay on the device. The peer is written as one writes PyTorch: modules, torch.optim.Adam, torch.autocast
for bfloat16. One program works while the other waits, so that other work on the machine meets both alike; seconds of the processor,
over all threads, mind such work less than those of the clock.
Build our side first: swift build -c release --traits LibTorch --product TrainingBenchmark
Where PyTorch is another version than our LibTorch the ratio compares both; give --python one with the same.
"""

import argparse
import contextlib
import json
import math
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


# The driver ------------------------------------------------------------------------------------------------------------


class Program:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.name = self.line()["name"]
        self.seconds, self.processor = [], []

    def line(self):
        text = self.process.stdout.readline()
        if not text:
            sys.exit(f"a program ended early: {' '.join(self.process.args)}")
        return json.loads(text)

    def round(self, steps):
        self.process.stdin.write(f"{steps}\n")
        self.process.stdin.flush()
        answer = self.line()
        return answer["seconds"] / steps, answer["processor"] / steps


def drive(options):
    arguments = [
        options.network, options.size, str(options.batch), str(options.threads), options.device, options.precision]
    peer = [options.python, __file__, "--peer", *(["--channels-last"] if options.channels_last else [])]
    ours = [options.program, *arguments, *(["channels-last"] if options.channels_last else [])]
    names = ["--network", "--size", "--batch", "--threads", "--device", "--precision"]
    programs = [
        Program(ours),
        Program(peer + [word for pair in zip(names, arguments) for word in pair]),
    ]
    for program in programs:
        for _ in range(2):
            program.round(options.steps)
    for number in range(options.rounds):
        # Who goes first takes turns, too.
        for program in programs if number % 2 == 0 else reversed(programs):
            seconds, processor = program.round(options.steps)
            program.seconds.append(seconds)
            program.processor.append(processor)
    print(
        f"{options.network} {options.size}, batch {options.batch}, {options.threads} threads, {options.device},"
        f" {options.rounds} rounds of {options.steps}")
    for program in programs:
        median = statistics.median(program.seconds)
        print(
            f"{program.name:60} median {median * 1e3:8.1f} ms a step  least {min(program.seconds) * 1e3:8.1f} ms"
            f"  {options.batch / median:7.2f} pictures/s  processor {statistics.median(program.processor):6.2f} s a step")
    for what in ("seconds", "processor"):
        ratios = [theirs / mine for mine, theirs in zip(*(getattr(program, what) for program in programs))]
        print(f"throughput by {what}, ours / theirs: median of rounds {statistics.median(ratios):.3f}")


# The peer --------------------------------------------------------------------------------------------------------------


def sphere_padded(x, rows, columns):
    """Rows beyond a pole from the opposite meridian, then columns around."""
    import torch
    from torch.nn import functional

    if rows:
        half = x.shape[3] // 2
        above = x[:, :, :rows].flip(2).roll(half, 3)
        below = x[:, :, -rows:].flip(2).roll(half, 3)
        x = torch.cat([above, x, below], 2)
    return functional.pad(x, (columns, columns, 0, 0), mode="circular") if columns else x


def neighbours(x):
    padded = sphere_padded(x, 1, 1)
    return padded[..., 1:-1, :-2], padded[..., 1:-1, 2:], padded[..., :-2, 1:-1], padded[..., 2:, 1:-1]


class Losses:
    """L_depth, L_smooth and L_normal, as one writes them down from their formulas."""

    def __init__(self, device):
        self.device, self.grids = device, {}

    def grid(self, height, width):
        import torch

        if (height, width) not in self.grids:
            latitude = (math.pi / 2 - math.pi * (torch.arange(height) + 0.5) / height)[:, None]
            longitude = (2 * math.pi * (torch.arange(width) + 0.5) / width - math.pi)[None]
            look = torch.stack([
                latitude.cos() * longitude.sin(), latitude.sin().expand(height, width),
                -latitude.cos() * longitude.cos()])
            self.grids[height, width] = look.to(self.device), latitude.cos().to(self.device)
        return self.grids[height, width]

    def normals(self, distance):
        import torch

        look, cosine = self.grid(*distance.shape[2:])
        left, right, above, below = neighbours(distance * look)
        product = torch.linalg.cross((right - left) / cosine, below - above, dim=1)
        unit = product / (product.square().sum(1, keepdim=True) + 1e-12).sqrt()
        return unit * -torch.sign((unit * look).sum(1, keepdim=True)).detach()

    def smooth_mask(self, depth, valid):
        import torch

        inverse = 1 / depth.clamp(min=1e-3)
        left, right, above, below = neighbours(inverse)
        bend = torch.maximum((left + right - 2 * inverse).abs(), (above + below - 2 * inverse).abs()) / inverse
        kept = (bend <= 0.02) & torch.stack([valid, *neighbours(valid)]).all(0)
        return torch.stack([kept, *neighbours(kept)]).all(0)

    def __call__(self, predictions, depth):
        import torch

        total = 0
        with torch.no_grad():
            valid = (depth > 0) & (depth <= 10)
            smooth = self.smooth_mask(depth, valid)
        for weight, predicted in zip((1, 0.5), predictions):
            predicted = predicted.float()
            with torch.no_grad():
                truth = self.normals(depth)
                known, facing = valid.sum().clamp(min=1), smooth * self.grid(*depth.shape[2:])[1]
                flat, weights = smooth.sum().clamp(min=1), facing.sum().clamp(min=1e-6)
            left, right, above, below = neighbours(predicted)
            slope = ((right - left) / 2).square() + ((below - above) / 2).square()
            bend = (self.normals(predicted) - truth).square().sum(1, keepdim=True)
            total = total + weight * (
                ((predicted - depth).square() * valid).sum() / known + 0.2 * (slope * smooth).sum() / flat
                + 0.4 * (bend * facing).sum() / weights)
            with torch.no_grad():
                depth, valid = depth[..., ::2, ::2], valid[..., ::2, ::2]
                smooth = smooth[..., ::2, ::2] & smooth[..., 1::2, ::2] & smooth[..., ::2, 1::2] & smooth[..., 1::2, 1::2]
        return total


def serve(options):
    import torch

    sys.path.insert(0, str(ROOT / "Tests/Golden"))
    import make_golden

    # The golden files' own padding is made for tests; this one copies no more than it must.
    make_golden.sphere_padded = sphere_padded
    torch.set_num_threads(options.threads)
    device = torch.device(options.device)
    width, height = map(int, options.size.split("x"))
    network = make_golden.network(options.network, "default").train().to(device)
    images = torch.rand(options.batch, 3, height, width, device=device)
    depth = (2 + torch.sin(torch.arange(width, device=device) * 2 * math.pi / width)).expand(options.batch, 1, height, width)
    depth = depth.contiguous()
    if options.channels_last:
        network, images = network.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)
    losses = Losses(device)
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-4)

    def lowered():
        if options.precision == "float32":
            return contextlib.nullcontext()
        return torch.autocast(device.type, dtype=getattr(torch, options.precision))

    layout = ", channels last" if options.channels_last else ""
    name = f"PyTorch {torch.__version__} eager, {device}, {options.precision}{layout}"
    print(json.dumps({"name": name}), flush=True)
    for line in sys.stdin:
        start, processor = time.perf_counter(), time.process_time()
        for _ in range(int(line)):
            with lowered():
                predictions = network(images)
            loss = losses(predictions, depth)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        value = loss.item()
        seconds, busy = time.perf_counter() - start, time.process_time() - processor
        print(json.dumps({"seconds": seconds, "processor": busy, "loss": value}), flush=True)


def main():
    parser = argparse.ArgumentParser(description="Times training steps against a PyTorch eager loop.")
    parser.add_argument("--network", default="rectnet-w4-sphere")
    parser.add_argument("--size", default="256x128")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=1, help="steps a round: more on a GPU, which is waited for after each")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="float32", choices=["float32", "bfloat16"])
    parser.add_argument("--channels-last", action="store_true", help="how the peer lays its maps out")
    parser.add_argument("--program", default=str(ROOT / ".build/release/TrainingBenchmark"), help="our side")
    parser.add_argument("--python", default=sys.executable, help="the Python that has torch")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        serve(options)
    else:
        drive(options)


if __name__ == "__main__":
    main()

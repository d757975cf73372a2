#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`rotunda predict` from file to file against the network alone: the bar is 1.15 for the full RectNet.

Makes JPEGs of 4096x2048 from docs/samples/room.jpg, turned and with noise, and full-width RectNet weights, random. In
every round it predicts a share of the pictures as a user would, by the clock and with the program's start, and then a few
one at a time, whose network seconds (`--json`) are the network alone. Prints seconds a picture and their ratio.

    python3 Benchmarks/predict.py .build/release/rotunda [--pictures 100] [--rounds 4] [--size network] [--weights FILE]

Needs numpy and OpenCV (opencv-python-headless).
"""

import argparse
import json
import pathlib
import re
import statistics
import struct
import subprocess
import tempfile
import time

import cv2
import numpy

WIDTH, HEIGHT = 4096, 2048


def write_pictures(folder, count):
    sample = cv2.imread(str(pathlib.Path(__file__).parent.parent / "docs/samples/room.jpg"))
    room = cv2.resize(sample, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    noise = (8 * numpy.random.default_rng(1).standard_normal((HEIGHT, WIDTH, 1), dtype=numpy.float32)).astype(numpy.int16)
    paths = []
    for index in range(count):
        turned = numpy.roll(room, index * WIDTH // count, axis=1) + numpy.roll(noise, index * 1013, axis=1)
        paths.append(str(folder / f"room{index:03}.jpg"))
        cv2.imwrite(paths[-1], numpy.clip(turned, 0, 255).astype(numpy.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return paths


def write_weights(program, path):
    """Random weights that keep the signal's variance, for the layers that `rotunda network rectnet` prints."""
    draw = numpy.random.default_rng(2)
    header, blobs, offset = {"__metadata__": {"architecture": "rectnet", "inputSize": "512x256"}}, [], 0
    table = subprocess.run([program, "network", "rectnet"], capture_output=True, text=True, check=True).stdout
    row = r"^(\S+) +(transposed )?convolution.*? (\d+)x(\d+) +(?:\d+ +)+(\d+)->(\d+) "
    for name, transposed, high, wide, inputs, outputs in re.findall(row, table, re.MULTILINE):
        high, wide, inputs, outputs = map(int, (high, wide, inputs, outputs))
        limit = (3 / (inputs * high * wide / (4 if transposed else 1))) ** 0.5
        shape = [inputs, outputs, high, wide] if transposed else [outputs, inputs, high, wide]
        # Distances of a room: a bias of three metres.
        bias = numpy.full(outputs, 3 if name == "prediction1" else 0)
        for ending, values in (("weight", draw.uniform(-limit, limit, shape)), ("bias", bias)):
            blobs.append(values.astype("<f4").tobytes())
            header[f"{name}.{ending}"] = {
                "dtype": "F32", "shape": list(values.shape), "data_offsets": [offset, offset + len(blobs[-1])]}
            offset += len(blobs[-1])
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--pictures", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--alone", type=int, default=5, help="pictures a round for the network alone")
    parser.add_argument("--size", default="network")
    parser.add_argument("--jobs", default="auto")
    parser.add_argument("--weights", help="weights to use; random full-width RectNet where left out")
    parser.add_argument("--photos", nargs="+", help="pictures to use instead of those made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pictures = options.photos or write_pictures(folder, options.pictures)
        weights = options.weights
        if not weights:
            weights = str(folder / "rectnet.safetensors")
            write_weights(options.program, pathlib.Path(weights))

        def predict(some, jobs):
            command = [options.program, "predict", *some, "--weights", weights, "--output", str(folder / "out")]
            command += ["--size", options.size, "--jobs", jobs, "--overwrite", "--json"]
            start = time.monotonic()
            lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
            return time.monotonic() - start, [json.loads(line) for line in lines]

        ratios, whole, alone = [], [], []
        for index in range(options.rounds):
            share = pictures[index :: options.rounds]
            seconds, _ = predict(share, options.jobs)
            _, events = predict(share[: options.alone], "1")
            network = statistics.median(event["networkSeconds"] for event in events if event["event"] == "done")
            whole.append(seconds / len(share))
            alone.append(network)
            ratios.append(whole[-1] / network)
            print(f"round {index + 1}: {whole[-1]:.3f} s a picture, network alone {network:.3f} s, {ratios[-1]:.3f}")
        print(
            f"{len(pictures)} pictures, --size {options.size}, --jobs {options.jobs}: median {statistics.median(whole):.3f} s, "
            f"network alone {statistics.median(alone):.3f} s, ratio {statistics.median(ratios):.3f}")


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Times the loader against OpenCV in two processes, round by round in one run, and prints medians and ratios.

    loading.py [--pairs 200] [--rounds 5] [--workers 1,2]

A round reads every pair (PNG and ZIP-compressed OpenEXR of 512x256), turns it by whole columns and mirrors every other
one. Each program takes its turn while the others wait, so that other work on the machine meets all of them alike; the
processor time a sample takes depends on that least. Needs numpy and opencv-python-headless<5,
which still reads OpenEXR. Build first:
swift build -c release --product LoadingBenchmark
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import statistics
import sys
import tempfile
import time

from compare import HERE, Program


def load(task):
    import cv2
    import numpy

    folder, index, columns, mirrored = task
    start = time.process_time()
    picture = cv2.cvtColor(cv2.imread(f"{folder}/{index}.png", cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    depth = cv2.imread(f"{folder}/{index}.exr", cv2.IMREAD_ANYDEPTH | cv2.IMREAD_GRAYSCALE)
    depth[~(numpy.isfinite(depth) & (depth > 0))] = 0
    picture, depth = numpy.roll(picture, columns, axis=1), numpy.roll(depth, columns, axis=1)
    if mirrored:
        picture, depth = picture[:, ::-1], depth[:, ::-1]
    picture, depth = numpy.ascontiguousarray(picture), numpy.ascontiguousarray(depth)
    assert picture.shape == (256, 512, 3) and depth.shape == (256, 512)
    # Only the time is sent back, as if the arrays lay in shared memory.
    return time.process_time() - start


def peer(folder, pairs, processes):
    import cv2

    cv2.setNumThreads(1)
    with multiprocessing.Pool(processes) as pool:
        tasks = [(folder, index, 37 * index % 512, index % 2 == 1) for index in range(pairs)]
        pool.map(load, tasks[: 2 * processes])
        print(json.dumps({"name": f"OpenCV {cv2.__version__}, {processes} processes"}), flush=True)
        for _ in sys.stdin:
            start = time.perf_counter()
            cpu = sum(pool.imap(load, tasks, chunksize=4))
            print(json.dumps({"seconds": time.perf_counter() - start, "cpu": cpu}), flush=True)


def main():
    parser = argparse.ArgumentParser(description="Times the loader against OpenCV.")
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--peer", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        peer(options.peer, options.pairs, int(options.workers))
        return
    program = HERE.parent.parent / ".build/release/LoadingBenchmark"
    os.environ["OPENCV_IO_ENABLE_OPENEXR"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        commands = [[str(program), folder, str(options.pairs), count] for count in options.workers.split(",")]
        commands.append([sys.executable, __file__, "--peer", folder, "--pairs", str(options.pairs), "--workers", "2"])
        programs = [Program(command) for command in commands]
        answers = [[program.answer() for program in programs] for _ in range(options.rounds + 1)][1:]
        sizes = [sum(path.stat().st_size for path in pathlib.Path(folder).glob(f"*.{kind}")) for kind in ("png", "exr")]
    kilobytes = [f"{size / options.pairs / 1e3:.0f} kB" for size in sizes]
    print(f"{options.pairs} pairs of 512x256, PNG {kilobytes[0]}, EXR {kilobytes[1]}, {options.rounds} rounds")
    for place, program in enumerate(programs):
        seconds = [answer[place]["seconds"] for answer in answers]
        cpu = statistics.median(answer[place]["cpu"] for answer in answers) / options.pairs
        ratio = statistics.median(answer[-1]["seconds"] / answer[place]["seconds"] for answer in answers)
        print(
            f"{program.name:30} median {options.pairs / statistics.median(seconds):6.1f} samples/s"
            f"  best {options.pairs / min(seconds):6.1f}  {1e3 * cpu:5.2f} ms of processor a sample"
            f"  {ratio:5.2f} times OpenCV")


if __name__ == "__main__":
    main()

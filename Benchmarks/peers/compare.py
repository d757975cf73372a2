# SPDX-License-Identifier: Apache-2.0
"""Times the engine against its peers, round by round in one run, and prints medians and ratios.

    compare.py [--network rectnet] [--size 512x256] [--threads 2] [--rounds 15]

Each program runs one forward pass in its turn while the others wait, so that other work on the machine meets all of
them alike. Build the engine's side first: swift build -c release --product EngineBenchmark
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


class Program:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.name = self.line()["name"]
        self.seconds = []

    def line(self):
        text = self.process.stdout.readline()
        if not text:
            sys.exit(f"a program ended early: {' '.join(self.process.args)}")
        return json.loads(text)

    def answer(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.line()

    def round(self):
        return self.answer()["seconds"]


def main():
    parser = argparse.ArgumentParser(description="Times the engine against its peers.")
    parser.add_argument("--network", default="rectnet")
    parser.add_argument("--size", default="512x256")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--python", default=sys.executable, help="the Python that has torch")
    options = parser.parse_args()
    arguments = [options.network, options.size, options.threads]
    engine = HERE.parent.parent / ".build/release/EngineBenchmark"
    programs = [
        Program([str(engine), *arguments]),
        Program([options.python, str(HERE / "eager.py"), *arguments]),
    ]
    for program in programs:
        for _ in range(2):
            program.round()
    for _ in range(options.rounds):
        for program in programs:
            program.seconds.append(program.round())
    first = programs[0]
    print(f"{options.network} {options.size}, {options.threads} threads, {options.rounds} rounds")
    for program in programs:
        ratios = [mine / theirs for mine, theirs in zip(first.seconds, program.seconds)]
        print(
            f"{program.name:45} median {statistics.median(program.seconds) * 1e3:8.1f} ms"
            f"  least {min(program.seconds) * 1e3:8.1f} ms  engine / this {statistics.median(ratios):5.2f}")


if __name__ == "__main__":
    main()

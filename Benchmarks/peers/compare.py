# SPDX-License-Identifier: Apache-2.0
"""Times the engine against its peers, round by round in one run; prints medians, ratios, errors and memory.

    compare.py [--network rectnet] [--size 512x256] [--threads 2] [--rounds 9]
               [--peers openvino,onnxruntime,eager,compile] [--engine PROGRAM]

All run the same weights on the same image. Each program runs one forward pass in its turn while the others sleep, so
that other work on the machine meets all of them alike; who goes first takes turns, too. The ratio is the median over
rounds of a program's seconds over the first engine's of the same round. The error is the largest difference from double
precision over the largest number of that output, for the worst of the outputs. Memory is the most that is resident
above the process with its libraries: while it predicts, and before, while it gets ready.

Needs `pip install openvino onnxruntime onnx torch`, and a C++ compiler for torch.compile; a peer that is not there is
left out. Build the engine's side first: swift build -c release --product EngineBenchmark
Give --engine several times, with or without options after the path, and so many engines take part.
"""

import argparse
import array
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


class Program:
    """A process that says what it is, then answers every line with one."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.greeting = self.line()
        self.name = self.greeting.get("name")
        self.answers = []

    def line(self):
        text = self.process.stdout.readline()
        if not text:
            sys.exit(f"a program ended early: {' '.join(self.process.args)}")
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            sys.exit(f"a program said: {text}")

    def answer(self, request=""):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return self.line()

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    @property
    def seconds(self):
        return [answer["seconds"] for answer in self.answers]


def numbers(path, code):
    values = array.array(code)
    values.frombytes(path.read_bytes())
    return values


def error(outputs, reference, counts):
    """max |error| / max |reference| of the worst output, of so many numbers each."""
    if len(outputs) != len(reference):
        sys.exit(f"a program wrote {len(outputs)} numbers instead of {len(reference)}")
    worst, start = 0, 0
    for count in counts:
        pairs = list(zip(outputs[start : start + count], reference[start : start + count]))
        worst = max(worst, max(abs(mine - true) for mine, true in pairs) / max(abs(true) for _, true in pairs))
        start += count
    return worst


def commands(options, folder):
    """What to run, engines first, each with what sets it apart from the others of its kind."""
    arguments = [options.network, options.size, options.threads]
    files = ["--weights", f"{folder}/weights.pth", "--image", f"{folder}/image.f32"]
    for engine in options.engine:
        path, *settings = shlex.split(engine)
        yield f" ({engine})" if len(options.engine) > 1 else "", [path, *arguments, *files, *settings]
    for peer in filter(None, options.peers.split(",")):
        yield "", [options.python, str(HERE / "peer.py"), peer, *arguments, str(folder)]


def started(options, folder):
    """The programs that there are, ready to run."""
    # Threads that have nothing to do sleep; torch.compile leaves no processes and no files behind.
    environment = os.environ | {
        "OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0", "TORCHINDUCTOR_COMPILE_THREADS": "1",
        "TORCHINDUCTOR_CACHE_DIR": f"{folder}/compiled"}
    programs = []
    for mark, command in commands(options, folder):
        program = Program(command, environment)
        if program.name:
            program.name += mark
            programs.append(program)
        else:
            print(f"left out: {program.greeting['missing']}")
    return programs


def report(programs, errors):
    width = max(len(program.name) for program in programs)
    print(f"{'':{width}}    median     least     ratio     error    memory  getting ready")
    for program, wrong in zip(programs, errors):
        ratio = statistics.median(theirs / ours for theirs, ours in zip(program.seconds, programs[0].seconds))
        memory = program.answers[-1]["memory"] / 1e6, program.greeting["memory"] / 1e6
        print(
            f"{program.name:{width}} {statistics.median(program.seconds):7.3f} s {min(program.seconds):7.3f} s"
            f"   {ratio:7.3f}   {wrong:>7} {memory[0]:6.0f} MB      {memory[1]:6.0f} MB")


def main():
    parser = argparse.ArgumentParser(description="Times the engine against its peers.")
    parser.add_argument("--network", default="rectnet", help="a family as rectnet or bts, with -w2, -w4 or -w8 narrower")
    parser.add_argument("--size", default="512x256")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--peers", default="openvino,onnxruntime,eager,compile")
    parser.add_argument("--engine", action="append", help="EngineBenchmark, where it is not in .build/release")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers")
    parser.add_argument("--no-errors", action="store_true", help="skips double precision, which takes much memory")
    options = parser.parse_args()
    options.engine = options.engine or [str(HERE.parent.parent / ".build/release/EngineBenchmark")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        unchecked = ["--no-reference"] if options.no_errors else []
        writer = [options.python, str(HERE / "networks.py"), options.network, options.size, name, *unchecked]
        if subprocess.run(writer).returncode:
            sys.exit("without a network there is nothing to compare")
        programs = started(options, folder)
        errors = []
        for program in programs:
            program.answer(f"{folder}/outputs.f32")
            if options.no_errors:
                errors.append("-")
            else:
                reference = numbers(folder / "reference.f64", "d")
                counts = json.loads((folder / "counts.json").read_text())
                errors.append(f"{error(numbers(folder / 'outputs.f32', 'f'), reference, counts):.1e}")
        for number in range(options.rounds):
            for program in programs if number % 2 == 0 else reversed(programs):
                program.answers.append(program.answer())
        print(f"{options.network} {options.size}, {options.threads} threads, {options.rounds} rounds")
        report(programs, errors)
        for program in programs:
            program.close()


if __name__ == "__main__":
    main()

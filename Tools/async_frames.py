#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Finds asynchronous functions that write beyond the frame they ask for.

    Tools/async_frames.py PROGRAM...

An asynchronous Swift function keeps what lives across an await in a block whose size it declares. Swift 6.3.1 declares
some blocks 16 bytes too short where values of an alignment over 16 are kept in them (see PackedVector), and whatever
lies behind is overwritten. Every access that a function makes relative to its block is compared with the declared size.

x86-64 only, where register r14 holds the block; needs nm, readelf and objdump. Exit status 1 where something is found.
"""

import re
import struct
import subprocess
import sys
from collections import defaultdict


def lines(*command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield from process.stdout


def declared_sizes(path):
    """Bytes of each asynchronous function's block, by the function's name.

    The symbol NAME + "Tu" is a pair of 32-bit numbers: where the function lies, and the size.
    """
    sections = []
    for line in lines("readelf", "-SW", path):
        match = re.match(r"\s*\[\s*\d+\]\s+\S+\s+PROGBITS\s+([0-9a-f]+)\s+([0-9a-f]+)\s+([0-9a-f]+)", line)
        if match:
            sections.append([int(number, 16) for number in match.groups()])
    sizes = {}
    with open(path, "rb") as file:
        for line in lines("nm", path):
            fields = line.split()
            if len(fields) != 3 or not fields[2].endswith("Tu"):
                continue
            address = int(fields[0], 16)
            for start, offset, length in sections:
                if start <= address < start + length:
                    file.seek(offset + address - start + 4)
                    sizes[fields[2][:-2]] = struct.unpack("<I", file.read(4))[0]
    return sizes


def is_leaving(line):
    """Whether an instruction never goes on to the next one."""
    return re.search(r":\t(jmp|ret|ud2)\b", line) is not None


def used_sizes(path, functions):
    """One more than the furthest byte that each of `functions` touches by its block's register."""
    used = defaultdict(int)
    function, in_its_block, last = None, False, ""
    for line in lines("objdump", "-d", "--no-show-raw-insn", path):
        header = re.match(r"[0-9a-f]+ <(.*)>:", line)
        if header:
            # What follows an await is a function of its own: NAME + TY0_, TQ1_, ...
            name = re.sub(r"(T[YQ]\d+_)+$", "", header[1])
            function = name if name in functions else None
            # Where another function returns to, the register first holds that function's block.
            in_its_block = re.search(r"TQ\d+_$", header[1]) is None
        elif line.rstrip().endswith("push   %rbp") and is_leaving(last):
            # A function without a name in the program begins behind the end of the one before.
            function = None
        elif function and "%r14" in line:
            if in_its_block:
                for offset in re.findall(r"0x([0-9a-f]{1,5})\(%r14\)", line):
                    used[function] = max(used[function], int(offset, 16) + 1)
            if line.rstrip().endswith(",%r14"):
                in_its_block = line.rstrip().endswith("(%r14),%r14")
        if "nop" not in line:
            last = line
    return used


def main():
    found = 0
    for path in sys.argv[1:]:
        declared = declared_sizes(path)
        used = used_sizes(path, declared)
        short = {name for name, size in used.items() if size > declared[name]}
        for name in sorted(short):
            print(f"{path}: {name} asks for {declared[name]} bytes and touches byte {used[name] - 1}", file=sys.stderr)
        print(f"{path}: {len(used)} asynchronous functions, {len(short)} with too short a frame")
        found += len(short)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

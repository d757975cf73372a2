#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts load on a built `rotunda serve`, kills it in the middle, and attacks it.

    load_check.py .build/release/rotunda [--uploads 200] [--clients 16]

Needs only Python's standard library. The program runs in an empty folder that is its home; a listing of it before and
after shows whether anything was written outside the data folder. Every valid upload must become one job that ends
once, every bad one must get its status, whatever is killed when; memory must not grow; then come idle connections, slow
bodies, long headers, paths that climb, and wrong tokens.
"""
import argparse
import collections
import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "samples" / "room.jpg"
TOKEN = "a token that nobody guesses"
UPLOAD_LIMIT = 2_000_000
PIXEL_LIMIT = 2048 * 1024


# MARK: Pictures


def png(width, height, seed=0):
    """A PNG of stripes in eight bits."""
    generator = random.Random(seed)
    colours = [bytes(generator.randrange(256) for _ in range(3)) for _ in range(16)]
    rows = b"".join(b"\0" + b"".join(colours[(x // 8 + y // 8) % 16] for x in range(width)) for y in range(height))
    return declared_png(width, height) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def declared_png(width, height):
    """A PNG that says it is this large, and holds nothing."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bad_uploads():
    """Kinds of uploads that must be refused: bytes and status."""
    sample = SAMPLE.read_bytes()
    broken = bytearray(png(256, 128, 1))
    broken[len(broken) // 2] ^= 0xFF
    return {
        "text": (b"this is no picture at all, whatever its name says", 415),
        "an array": (b"\x93NUMPY\x01\0" + bytes(200), 415),
        "half a JPEG": (sample[: len(sample) // 2], 422),
        "a header alone": (sample[:300], 422),
        "a flipped byte": (bytes(broken), 422),
        "a square": (png(256, 256, 2), 422),
        "too many pixels": (declared_png(4096, 2048), 422),
        "a bomb": (declared_png(1 << 18, 1 << 17), 422),
        "too many bytes": (sample + bytes(UPLOAD_LIMIT), 413),
        "nothing": (b"", 400),
    }


# MARK: The server


class Server:
    """The program, started anew after each end in the same home, on the same port."""

    def __init__(self, program, home):
        self.program = program
        self.home = pathlib.Path(home)
        self.port = free_port()
        self.process = None
        self.log = open(self.home.parent / "server.log", "ab")

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", str(self.port), "--data", str(self.home / "data"),
             "--max-upload", str(UPLOAD_LIMIT // 1_000_000), "--max-pixels", str(PIXEL_LIMIT), "--max-queue", "400",
             "--max-disk", "8"],
            cwd=self.home, stdout=self.log, stderr=self.log,
            env={"HOME": str(self.home), "TMPDIR": str(self.home), "PATH": "/usr/bin:/bin", "ROTUNDA_TOKEN": TOKEN})
        for _ in range(300):
            try:
                if self.ask("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with {self.process.returncode}; see {self.log.name}")
            time.sleep(0.1)
        raise SystemExit("the server does not answer")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)

    def resident(self):
        """Megabytes in memory."""
        return self.memory("VmRSS")

    def peak(self):
        """Megabytes in memory, the most since this was last asked."""
        peak = self.memory("VmHWM")
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        return peak

    def memory(self, field):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024

    def ask(self, method, path, body=None, headers=None, token=TOKEN, timeout=60):
        """Status and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            all_headers = dict(headers or {})
            if token is not None:
                all_headers["Authorization"] = f"Bearer {token}"
            connection.request(method, path, body=body, headers=all_headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def jobs(self):
        return json.loads(self.ask("GET", "/v1/jobs")[1])["jobs"]

    def raw(self, request, timeout=20):
        """What comes back for these very bytes, until the connection ends or nothing comes any more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            answer = b""
            try:
                connection.sendall(request)
                while block := connection.recv(65536):
                    answer += block
            except OSError:
                pass
            return answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listing(folder):
    return sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*"))


# MARK: Load


class Failures:
    def __init__(self):
        self.all = []
        self.lock = threading.Lock()

    def expect(self, holds, text):
        if not holds:
            with self.lock:
                self.all.append(text)
                print(f"  FAILED: {text}", flush=True)


def upload(server, number, body, chunked):
    """Sends a picture until it is answered, under one key: (status, body) of that answer."""
    headers = {"Idempotency-Key": f"upload-{number}", "Content-Type": "application/octet-stream"}
    for _ in range(600):
        try:
            data = iter([body[i : i + 8000] for i in range(0, len(body), 8000)] or [b""]) if chunked else body
            status, answer = server.ask("POST", f"/v1/depth?formats=png&title=upload-{number}", data, headers)
            if status not in (409, 429):
                return status, answer
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    return 0, b""


def put_load(server, uploads, clients, failures):
    """Sends everything while the server is killed twice; returns the numbers of valid uploads by job ID."""
    kinds = bad_uploads()
    sample = SAMPLE.read_bytes()
    numbers = collections.deque(range(uploads))
    valid, statuses = {}, collections.Counter()
    lock = threading.Lock()

    def client():
        while True:
            try:
                number = numbers.popleft()
            except IndexError:
                return
            if number % 3 == 0:
                kind, (body, expected) = list(kinds.items())[number // 3 % len(kinds)]
            else:
                kind, expected = "valid", 202
                body = sample if number % 2 else png(512, 256, number)
            status, answer = upload(server, number, body, chunked=number % 5 == 0)
            with lock:
                statuses[kind, status] += 1
                if kind == "valid" and status in (200, 202):
                    valid[json.loads(answer)["id"]] = number
            # 200 is the answer to a key whose job was made before the connection broke.
            failures.expect(
                status == expected or (expected == 202 and status == 200),
                f"upload {number} ({kind}): {status}, not {expected}: {answer[:200]!r}")

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    kills = 0
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.02)
        if kills < 2 and len(numbers) < uploads * (2 - kills) / 3:
            server.kill()
            kills += 1
            time.sleep(0.5)
            server.start()
            print(f"  killed and started again with {len(numbers)} uploads to send", flush=True)
    for thread in threads:
        thread.join()
    failures.expect(kills == 2, f"the server was killed {kills} times, not twice")
    for (kind, status), count in sorted(statuses.items()):
        print(f"  {kind}: {status} x {count}")
    return valid


def wait_for_jobs(server, valid, failures):
    """Follows the jobs until all have ended, and the memory meanwhile."""
    memory, ends = [], {}
    start = time.time()
    while True:
        jobs = server.jobs()
        memory.append(server.resident())
        for job in jobs:
            if job["state"] in ("done", "failed", "cancelled"):
                end = (job["state"], job["finished"])
                first = ends.setdefault(job["id"], end)
                failures.expect(first == end, f"job {job['id']} ended twice: {first}, {end}")
        pending = [job for job in jobs if job["id"] not in ends]
        print(f"  {len(ends)} ended, {len(pending)} pending, {memory[-1]:.0f} MB", flush=True)
        if not pending or time.time() - start > 900:
            break
        time.sleep(3)
    failures.expect(not pending, f"{len(pending)} jobs did not end")
    failures.expect({job["id"] for job in jobs} == set(valid), f"{len(jobs)} jobs for {len(valid)} valid uploads")
    titles = collections.Counter(job["title"] for job in jobs)
    several = [title for title, count in titles.items() if count > 1]
    failures.expect(not several, f"uploads with several jobs: {several}")
    for job in jobs:
        failures.expect(job["state"] == "done", f"job {job['id']} is {job['state']}: {job.get('error')}")
        names = {file["name"] for file in job["files"]}
        failures.expect({"depth.png", "depth.json", "preview.png"} <= names, f"job {job['id']} has only {names}")
    return memory


def load_again(server, failures, rounds):
    """The same few jobs over and over in one process: its memory must stay where it was."""
    sample = SAMPLE.read_bytes()
    peaks = []
    server.peak()
    for turn in range(rounds):
        for number in range(10):
            status, answer = server.ask("POST", "/v1/depth?formats=png,ply,glb", sample)
            failures.expect(status == 202, f"upload for memory: {status} {answer[:200]!r}")
        while any(job["state"] in ("queued", "running") for job in server.jobs()):
            time.sleep(0.3)
        resting = server.resident()
        peaks.append(server.peak())
        print(f"  after {10 * (turn + 1)} jobs: {resting:.0f} MB, most {peaks[-1]:.0f} MB", flush=True)
    # The first rounds fill the allocator's pools.
    early, late = max(peaks[: len(peaks) // 2]), max(peaks[len(peaks) // 2 :])
    failures.expect(late < 1.1 * early, f"memory grew from {early:.0f} to {late:.0f} MB: {peaks}")


# MARK: Attacks


def status_of(answer):
    match = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(match[1]) if match else None


def request(line, *headers, body=b"", host="localhost", token=TOKEN, keep=False):
    """The bytes of a request, after which the connection closes unless it is to be kept."""
    lines = [line.encode() + b" HTTP/1.1", b"Host: " + host.encode()] + ([] if keep else [b"Connection: close"])
    if token is not None:
        lines.append(b"Authorization: Bearer " + token.encode())
    return b"\r\n".join([*lines, *(header.encode() for header in headers)]) + b"\r\n\r\n" + body


def attack_with_bytes(server, failures):
    """Requests that no client should send: each is refused, and none ends the server."""
    get, post, chunked = "GET /v1/jobs", "POST /v1/depth", "Transfer-Encoding: chunked"
    origin = "Origin: http://evil.example"
    job = server.jobs()[0]["id"]
    refused = {
        "10,000 header bytes": (request(get, "X-Long: " + "a" * 10_000), {400, 431}),
        "1000 headers": (request(get, *(f"X-{i}: a" for i in range(1000))), {400, 431}),
        "a path of 20,000 bytes": (request("GET /" + "a" * 20_000), {400, 404, 414, 431}),
        "no HTTP": (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n", {400, None}),
        "two lengths": (request(post, "Content-Length: 3", "Content-Length: 4", body=b"abcd"), {400, 413, 415, 422}),
        "length and chunks": (request(post, "Content-Length: 3", chunked, body=b"0\r\n\r\n"), {400}),
        "a negative length": (request(post, "Content-Length: -5"), {400}),
        "a wrong chunk": (request(post, chunked, body=b"zz\r\n\r\n"), {400}),
        "another host's name": (request(get, host="evil.example", token=None), {401}),
        "no token": (request(get, token=None), {401}),
        "a wrong token": (request(get, token="wrong"), {401}),
        "an empty token": (request(get, token=""), {401}),
        "another site's page": (request(post, origin, "Content-Length: 0"), {403}),
    }
    climbing = [
        "/../../../../etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
        "/v1/jobs/../../lock", "/v1/jobs/%2e%2e%2f%2e%2e%2fJOB", f"/v1/jobs/{job.upper()}0", "/v1/jobs/000/files/x",
        "/v1/jobs/JOB/files/../job.json", "/v1/jobs/JOB/files/..%2fjob.json", "/v1/jobs/JOB/files/%2e%2e%2fupload",
        "/v1/jobs/JOB/files/..\\job.json", "/v1/jobs/JOB/files/depth.png%00.html", "/v1/jobs/JOB/files//etc/passwd",
        "/v1/jobs/JOB/files/%252e%252e%252fjob.json", "http://localhost/../../etc/passwd",
    ]
    for path in climbing:
        refused[f"path {path}"] = (request("GET " + path.replace("JOB", job)), {400, 404})
    for name, (attack, expected) in refused.items():
        answer = server.raw(attack)
        status = status_of(answer)
        failures.expect(status in expected, f"{name}: {status}, not {expected}: {answer[:300]!r}")
        is_file = b"root:" in answer or b"idempotencyKey" in answer
        failures.expect(not is_file, f"{name}: a file came: {answer[:300]!r}")
        failures.expect(str(server.home).encode() not in answer, f"{name}: a path of the machine came")
    print(f"  {len(refused)} requests refused")


def attack_with_patience(server, failures):
    """Connections that wait: each must be closed by the server."""
    post = "POST /v1/depth"
    slow = {
        "says nothing": (b"", b""),
        "a header that trickles": (b"GET /v1/jobs HTTP/1.1\r\n", b"X"),
        "a body that never comes": (request(post, "Content-Length: 100000", keep=True), b""),
        "a body that trickles": (request(post, "Content-Length: 100000", keep=True), b"x"),
        "chunks that trickle": (request(post, "Transfer-Encoding: chunked", keep=True), b"1\r\nx\r\n"),
        "a refused body without end": (
            request(post, "Content-Length: 99999999999", token=None, keep=True), b"x" * 1000),
    }
    times = {}

    def wait(name, first, drop):
        start = time.time()
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.settimeout(0.5)
            try:
                connection.sendall(first)
                while time.time() - start < 60:
                    if drop:
                        connection.sendall(drop)
                    try:
                        if not connection.recv(65536):
                            break
                    except TimeoutError:
                        pass
                    time.sleep(0.3)
                else:
                    return
            except OSError:
                pass
        times[name] = time.time() - start

    # Many idle ones at once, so that nobody else should notice.
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    threads = [threading.Thread(target=wait, args=(name, *bytes_)) for name, bytes_ in slow.items()]
    for thread in threads:
        thread.start()
    start = time.time()
    status, _ = server.ask("GET", "/v1/jobs")
    failures.expect(status == 200, f"beside 100 idle connections: {status}")
    print(f"  beside 100 idle connections an answer took {time.time() - start:.2f} s")
    for thread in threads:
        thread.join()
    for name in slow:
        failures.expect(name in times, f"a connection was left open for a minute: {name}")
    print("  closed after: " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in times.items()))
    for connection in idle:
        connection.close()


def check_ranges_and_events(server, failures):
    job = server.jobs()[0]
    link = next(file["link"] for file in job["files"] if file["name"] == "depth.png")
    whole = server.ask("GET", link)[1]
    status, part = server.ask("GET", link, headers={"Range": "bytes=10-19"})
    failures.expect((status, part) == (206, whole[10:20]), f"a range: {status}, {part!r}")
    status, _ = server.ask("GET", link, headers={"Range": f"bytes={len(whole)}-"})
    failures.expect(status == 416, f"a range behind the end: {status}")
    status, events = server.ask("GET", f"/v1/jobs/{job['id']}/events")
    failures.expect(status == 200 and b'"state":"done"' in events, f"the events of an ended job: {events[:200]!r}")


def check_farewell(server, failures):
    """SIGTERM: what runs and waits goes on after the next start."""
    for _ in range(4):
        server.ask("POST", "/v1/depth?formats=png&ensemble=16", SAMPLE.read_bytes())
    before = {job["id"] for job in server.jobs()}
    with socket.create_connection(("127.0.0.1", server.port)) as events:
        events.sendall(request("GET /v1/events", keep=True))
        events.recv(1000)
        start = time.time()
        code = server.stop()
    print(f"  ended {time.time() - start:.1f} s after SIGTERM, with a client listening")
    failures.expect(code == 0, f"the server ended with {code}")
    server.start()
    failures.expect({job["id"] for job in server.jobs()} == before, "jobs were lost by SIGTERM")
    while any(job["state"] in ("queued", "running") for job in server.jobs()):
        time.sleep(0.3)
    failures.expect(all(job["state"] == "done" for job in server.jobs()), "not every job was done after SIGTERM")
    for job in server.jobs():
        server.ask("DELETE", f"/v1/jobs/{job['id']}")
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--uploads", type=int, default=200)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=8, help="rounds of ten jobs while memory is watched")
    arguments = parser.parse_args()
    failures = Failures()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder) / "home"
        home.mkdir()
        server = Server(arguments.program.resolve(), home)
        try:
            server.start()
            print(f"load: {arguments.uploads} uploads from {arguments.clients} clients, killed twice")
            valid = put_load(server, arguments.uploads, arguments.clients, failures)
            memory = wait_for_jobs(server, valid, failures)
            print(f"  memory while jobs ran: {min(memory):.0f} to {max(memory):.0f} MB")
            print("memory: the same jobs over and over")
            load_again(server, failures, arguments.rounds)
            print("attacks")
            attack_with_bytes(server, failures)
            attack_with_patience(server, failures)
            check_ranges_and_events(server, failures)
            failures.expect(server.process.poll() is None, "the server did not survive")
            print("farewell")
            check_farewell(server, failures)
            outside = [path for path in listing(home) if path.split("/")[0] != "data"]
            log = pathlib.Path(server.log.name).read_text(errors="replace")
            failures.expect(TOKEN not in log and "upload-" not in log, "a secret or a title is in the log")
            failures.expect(not outside, f"written outside the data folder: {outside}")
            left = listing(home / "data")
            failures.expect(left == ["jobs", "lock", "scratch"], f"left when all jobs were removed: {left[:20]}")
        finally:
            if server.process and server.process.poll() is None:
                server.kill()
            server.log.close()
            if failures.all:
                sys.stdout.write("".join(open(server.log.name, errors="replace").readlines()[-20:]))
    print("all as it should be" if not failures.all else f"{len(failures.all)} failures")
    return 1 if failures.all else 0


if __name__ == "__main__":
    sys.exit(main())

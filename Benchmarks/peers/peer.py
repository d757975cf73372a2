# SPDX-License-Identifier: Apache-2.0
"""One peer of the engine, for compare.py: another program on the files that networks.py wrote.

    peer.py openvino|onnxruntime|eager|compile NETWORK WIDTHxHEIGHT THREADS FOLDER

Prints one JSON line when ready, with the most memory that preparing took; or one that says what is missing. For each
line of standard input it runs a forward pass and prints its seconds and the most memory since it was ready, in bytes
above the process with its libraries but without a network; where the line names a file, the outputs are written there,
raw, one after another. EngineBenchmark does the same.

All compute in single precision on THREADS threads, which sleep between passes.
`pip install openvino onnxruntime torch`.
"""

import ctypes
import gc
import json
import pathlib
import shutil
import sys
import time

import numpy


class ResidentMemory:
    """Memory of this process that lies in RAM, in bytes, above what was there when it was made; Linux only."""

    def __init__(self):
        self.base = self.field("VmRSS")
        self.forget_peak()

    def peak(self):
        return self.field("VmHWM") - self.base

    def forget_peak(self):
        # What was freed goes back to the system, as far as the allocator can tell.
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        # Number 5 resets VmHWM: proc(5).
        pathlib.Path("/proc/self/clear_refs").write_text("5")

    @staticmethod
    def field(name):
        lines = pathlib.Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


class Missing(Exception):
    """What this peer needs and this machine has not."""


class OpenVINO:
    def __init__(self, threads):
        import openvino

        self.core = openvino.Core()
        # Whoever asks for its name loads the library for CPUs.
        self.core.get_property("CPU", "FULL_DEVICE_NAME")
        self.settings = {
            "INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_PRECISION_HINT": "f32"}
        self.name = f"OpenVINO {openvino.__version__.partition('-')[0]}"

    def prepare(self, network, folder, image):
        self.request = self.core.compile_model(f"{folder}/network.onnx", "CPU", self.settings).create_infer_request()
        self.count = len(self.request.model_outputs)
        self.image = image

    def predict(self):
        self.request.infer([self.image], share_inputs=True)
        return [self.request.get_output_tensor(index).data for index in range(self.count)]


class ONNXRuntime:
    def __init__(self, threads):
        import onnxruntime

        self.library = onnxruntime
        self.settings = onnxruntime.SessionOptions()
        self.settings.intra_op_num_threads = threads
        self.settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.name = f"ONNX Runtime {onnxruntime.__version__}"

    def prepare(self, network, folder, image):
        self.session = self.library.InferenceSession(
            f"{folder}/network.onnx", self.settings, providers=["CPUExecutionProvider"])
        self.image = image

    def predict(self):
        return self.session.run(None, {"image": self.image})


class Eager:
    compiled = False

    def __init__(self, threads):
        import torch

        # Here, since what is imported later would count as the network's memory.
        import networks

        torch.set_num_threads(threads)
        self.torch, self.networks = torch, networks
        self.name = f"PyTorch {torch.__version__} {'compiled' if self.compiled else 'eager'}, channels last"

    def prepare(self, network, folder, image):
        torch = self.torch
        with torch.device("meta"):
            self.module = self.networks.empty(network)
        self.module.load_state_dict(torch.load(f"{folder}/weights.pth"), assign=True)
        self.module.to(memory_format=torch.channels_last)
        self.image = torch.from_numpy(image).to(memory_format=torch.channels_last)

    def predict(self):
        with self.torch.inference_mode():
            return [output.numpy() for output in self.module(self.image)]


class Compiled(Eager):
    compiled = True

    def __init__(self, threads):
        if not any(shutil.which(compiler) for compiler in ("c++", "g++", "clang++")):
            raise Missing("torch.compile needs a C++ compiler")
        super().__init__(threads)
        import torch._inductor.config

        # Constants may be laid out as the convolutions like them best.
        torch._inductor.config.freezing = True

    def prepare(self, network, folder, image):
        super().prepare(network, folder, image)
        self.module = self.torch.compile(self.module)


PEERS = {"openvino": OpenVINO, "onnxruntime": ONNXRuntime, "eager": Eager, "compile": Compiled}


def main():
    kind, network, size, threads, folder = sys.argv[1:]
    width, height = map(int, size.split("x"))
    image = numpy.fromfile(f"{folder}/image.f32", numpy.float32).reshape(1, -1, height, width)
    try:
        peer = PEERS[kind](int(threads))
    except (ImportError, Missing) as reason:
        print(json.dumps({"missing": f"{kind}: {reason}"}), flush=True)
        return
    memory = ResidentMemory()
    peer.prepare(network, folder, image)
    # What compiles at its first call, and whatever else waits for one, is preparation.
    peer.predict()
    print(json.dumps({"name": f"{peer.name}, {threads} threads", "memory": memory.peak()}), flush=True)
    memory.forget_peak()
    for line in sys.stdin:
        start = time.perf_counter()
        outputs = peer.predict()
        seconds, peak = time.perf_counter() - start, memory.peak()
        if path := line.strip():
            numpy.concatenate([output.ravel() for output in outputs]).tofile(path)
        print(json.dumps({"seconds": seconds, "memory": peak}), flush=True)


if __name__ == "__main__":
    main()

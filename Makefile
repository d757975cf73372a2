# SPDX-License-Identifier: Apache-2.0

# The front door: `make demo` and `make test` do all of their own set-up.

.PHONY: demo test lint build libtorch mpi setup
.DEFAULT_GOAL := build

# The check makes a forgotten dependency between rooms fail, whatever the order of the build.
CHECKED := --explicit-target-dependency-import-check error

setup:
	@Scripts/setup.sh

libtorch:
	@Scripts/setup.sh libtorch

mpi:
	@Scripts/setup.sh mpi

build: setup
	@echo "build: the program, without LibTorch"
	@swift build -c release $(CHECKED)

# A rendered room to depth, and where the pictures are.
demo: setup
	@echo "demo: building the program (a minute or two, the first time)"
	@swift build -c release --product rotunda --quiet
	@.build/release/rotunda predict docs/samples --output demo --format png,exr --overwrite
	@echo "demo: look at demo/room/preview.png (depth in colours) beside docs/samples/room.jpg (the panorama)"

lint:
	@echo "lint: swift format"
	@swift format lint --strict --parallel --configuration .swift-format -r Sources Tests Benchmarks Tools Snippets Package.swift

test: mpi lint
	@echo "test: building without LibTorch, as most users will"
	@swift build -c release $(CHECKED) --scratch-path .build-plain --quiet
	@echo "test: building with LibTorch and MPI and running every test"
	@swift test -c release -Xswiftc -enable-testing --traits MPI --scratch-path .build-test
	@if [ "$$(uname -m)" = x86_64 ]; then \
	  echo "test: frames of asynchronous functions"; \
	  python3 Tools/async_frames.py .build-plain/release/rotunda .build-test/release/rotundaPackageTests.xctest; fi

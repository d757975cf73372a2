# SPDX-License-Identifier: Apache-2.0

# The front door: `make demo` and `make test` do all of their own set-up.

.PHONY: demo test lint sanitize build server libtorch mpi test-tools setup
.DEFAULT_GOAL := build

# Python with what reads and shows exported files.
OTHERS := PYTHONPATH=.test-python PYTHONDONTWRITEBYTECODE=1 python3

# The check makes a forgotten dependency between rooms fail, whatever the order of the build.
CHECKED := --explicit-target-dependency-import-check error

setup:
	@Scripts/setup.sh

libtorch:
	@Scripts/setup.sh libtorch

mpi:
	@Scripts/setup.sh mpi

test-tools:
	@Scripts/setup.sh tests

build: setup
	@echo "build: the program, without LibTorch"
	@swift build -c release $(CHECKED)

# The program with the web application, `rotunda serve`.
server: setup
	@echo "server: the program with the web application"
	@swift build -c release --traits Server --product rotunda

# A rendered room to depth, and where the pictures are.
demo: setup
	@echo "demo: building the program (a minute or two, the first time)"
	@swift build -c release --product rotunda --quiet
	@.build/release/rotunda predict docs/samples --output demo --format png,exr,html --overwrite
	@echo "demo: look at demo/room/preview.png (depth in colours) beside docs/samples/room.jpg (the panorama),"
	@echo "demo: and open demo/room/view.html in a browser to walk and measure in the room"

lint:
	@echo "lint: swift format"
	@swift format lint --strict --parallel --configuration .swift-format -r Sources Tests Benchmarks Tools Snippets Package.swift

# The engine on small shapes: first with the address sanitizer, which sees every access beside its memory, then with the
# thread sanitizer, which sees accesses that nothing orders and makes everything ten times slower.
sanitize: setup
	@echo "sanitize: building and running the engine with the address sanitizer"
	@swift build -c release --sanitize address --product EngineCheck --scratch-path .build-sanitize-address --quiet
	@ASAN_OPTIONS=halt_on_error=1 .build-sanitize-address/release/EngineCheck 60
	@echo "sanitize: building and running the engine with the thread sanitizer"
	@swift build -c release --sanitize thread --product EngineCheck --scratch-path .build-sanitize-thread --quiet
	@TSAN_OPTIONS=halt_on_error=1 .build-sanitize-thread/release/EngineCheck 12

test: test-tools lint sanitize
	@echo "test: building without LibTorch, as most users will"
	@swift build -c release $(CHECKED) --scratch-path .build-plain --quiet
	@echo "test: building with LibTorch, MPI and the web application, and running every test"
	@swift test -c release -Xswiftc -enable-testing --traits MPI,Server --scratch-path .build-test
	@if [ "$$(uname -m)" = x86_64 ]; then \
	  echo "test: frames of asynchronous functions"; \
	  python3 Tools/async_frames.py .build-plain/release/rotunda .build-test/release/rotundaPackageTests.xctest; fi
	@echo "test: exported files, the viewer and the web application, as other programs see them"
	@$(OTHERS) Tests/Programs/export_check.py .build-plain/release/rotunda --width 1024 --faces 200000 --points 200000
	@$(OTHERS) Tests/Programs/viewer_check.py --program .build-plain/release/rotunda
	@$(OTHERS) Tests/Programs/server_check.py .build-test/release/rotunda
	@$(OTHERS) Tests/Programs/load_check.py .build-test/release/rotunda --uploads 60

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What a user pays: the time of a clean build, and the memory and time of `predict` on large photographs.
# Prints numbers for this machine; nothing here passes or fails. Needs GNU time (apt-get install time).
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

echo "clean build, plain, $(nproc) cores:"
/usr/bin/time -f '  %e s' swift build -c release --scratch-path "$scratch/build" --quiet

program="$scratch/build/release/rotunda"
"$program" render --data rooms:seed=5,count=1 --size 8192x4096 --picture jpg --output "$scratch" >/dev/null

for size in network input; do
  echo "predict of an 8192x4096 JPEG, --size $size:"
  /usr/bin/time -f '  peak %M KB, %e s' \
    "$program" predict "$scratch/room-5-0.jpg" --output "$scratch/out" --size "$size" --overwrite >/dev/null
done

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Pictures a second of the first and of the second stage at the same number of pictures a step, taking turns in one run:
# the first stage with 8 rendered panoramas a step, the second with 4 and 4 photographs.
#
#   Benchmarks/stages.sh [ROUNDS]
#
# Both read the same panoramas, rendered once before. Build first: swift build -c release --traits LibTorch
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
program=${ROTUNDA:-.build/release/rotunda}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" render --data rooms:seed=1,count=60 --size 256x128 --output "$work/rooms" > "$work/render.log"
common=(--data "rotunda:$work/rooms" --validate rooms:seed=2,count=1 --size 256x128 --pool 0 --log-every 5
  --iterations 20 --preview-every 1000 --warm-up 0)
first() { "$program" train --architecture rectnet-w4-sphere --batch 8 "${common[@]}" --output "$1" > "$1.log"; }
second() { "$program" adapt --real "rotunda:$work/rooms" --batch 4 "${common[@]}" --output "$1" > "$1.log"; }
# The median of the last three of four lines: the first is there while samples are read.
rate() { tail -n 3 "$1/metrics.csv" | awk -F, '{ print $NF }' | sort -n | sed -n 2p; }

for round in $(seq "$rounds"); do
  first "$work/first-$round"
  second "$work/second-$round"
  one=$(rate "$work/first-$round")
  two=$(rate "$work/second-$round")
  echo "round $round: first stage $one pictures/s, second $two, ratio $(awk "BEGIN { print $two / $one }")"
done

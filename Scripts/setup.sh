#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what Rotunda needs and this machine lacks: `setup.sh` the libraries, `setup.sh libtorch` also LibTorch,
# `setup.sh mpi` also LibTorch and OpenMPI; `setup.sh tests` also what reads and shows exported files: Chromium, trimesh.
# A second run finds everything in place and changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

# LibTorch comes out of this PyTorch wheel; the two small wheels hold libraries that its CPU half is linked to.
torch_version=2.11.0
cuda_wheels=(nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85)

say() { echo "setup: $*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_debian_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]} with apt-get"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_homebrew_packages() {
  local missing=()
  for package in "$@"; do
    brew list --versions "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]} with Homebrew"
  brew install --quiet "${missing[@]}"
}

install_libraries() {
  if [ "$(uname)" = Darwin ]; then
    command -v brew >/dev/null || { say "Homebrew is missing; see https://brew.sh"; exit 1; }
    install_homebrew_packages pkg-config jpeg-turbo libspng webp openexr embree
  elif command -v apt-get >/dev/null; then
    install_debian_packages pkg-config libturbojpeg0-dev libspng-dev libwebp-dev libopenexr-dev libembree-dev
  else
    say "neither apt-get nor Homebrew is here; install TurboJPEG, spng, WebP, OpenEXR and Embree with their headers yourself"
  fi
}

install_libtorch() {
  if [ -n "${LIBTORCH:-}" ]; then
    [ -e "$LIBTORCH/include/ATen/ATen.h" ] || { say "LIBTORCH=$LIBTORCH holds no LibTorch"; exit 1; }
    return
  fi
  [ -e .libtorch/include/ATen/ATen.h ] && return
  if ! python3 -m pip --version >/dev/null 2>&1; then
    [ "$(uname)" = Darwin ] || install_debian_packages python3 python3-pip
  fi
  say "installing LibTorch $torch_version from the PyTorch wheel (about 600 MB) into .libtorch-wheel"
  local pip=(python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .libtorch-wheel)
  rm -rf .libtorch-wheel
  if command -v nvidia-smi >/dev/null 2>&1; then
    "${pip[@]}" "torch==$torch_version"
  elif [ "$(uname)-$(uname -m)" = Linux-x86_64 ]; then
    "${pip[@]}" --no-deps "torch==$torch_version" "${cuda_wheels[@]}"
  else
    "${pip[@]}" --no-deps "torch==$torch_version"
  fi
  ln -sfn .libtorch-wheel/torch .libtorch
}

install_mpi() {
  if [ "$(uname)" = Darwin ]; then
    install_homebrew_packages open-mpi
  elif command -v apt-get >/dev/null; then
    install_debian_packages libopenmpi-dev openmpi-bin
  else
    say "neither apt-get nor Homebrew is here; install OpenMPI with its headers yourself"
  fi
}

# What tests read and look at exports with, none of which the program needs.
install_test_tools() {
  if [ "$(uname)" != Darwin ] && command -v apt-get >/dev/null; then
    install_debian_packages chromium fonts-dejavu-core python3 python3-pip
  fi
  [ -e .test-python/trimesh ] && return
  say "installing NumPy, trimesh and Pillow into .test-python"
  rm -rf .test-python
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .test-python \
    numpy trimesh pillow
}

command -v swift >/dev/null || { say "the Swift toolchain (6.3 or newer) is missing; see https://www.swift.org/install"; exit 1; }
install_libraries
case "${1:-}" in
  libtorch) install_libtorch ;;
  mpi) install_libtorch; install_mpi ;;
  tests) install_libtorch; install_mpi; install_test_tools ;;
esac

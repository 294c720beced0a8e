#!/usr/bin/env bash
# Builds the wheel, with the licences in it, and puts it into FOLDER.
# usage: server/packages/pypi/build.sh FOLDER [MATURIN OPTION]...
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")"
# maturin takes nothing from above the folder it works in.
cp ../../../LICENSE-* .
exec maturin build --release --out "$out" "${@:2}"

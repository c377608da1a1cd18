#!/bin/sh
# Sends a million hostile frames to a broker while an honest pair works, and tells what became of it.
# README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/fuzz.sh [--tiny] [--frames N]
  --tiny      20000 frames: shows that it works
  --frames N  how many frames (1000000)
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)

frames=1000000
while [ $# -gt 0 ]; do
  case $1 in
    --tiny) frames=20000; shift ;;
    --frames)
      [ $# -ge 2 ] || { usage >&2; exit 2; }
      frames=$2
      shift 2
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

MERLIN_FUZZ_FRAMES=$frames dotnet test "$root/tests/Merlin.Broker.Tests" --configuration Release \
  --filter 'FullyQualifiedName~Hostile.FuzzTests' --logger 'console;verbosity=detailed'

#!/bin/sh
# Counts what the hot inner operations allocate, and fails when one of them allocates more than allocations.txt allows.
# README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/allocations.sh [--update]
  --update  writes what is measured into bench/Merlin.Benchmarks/allocations.txt
TEXT
}

case ${1-} in
  '' | --update) ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

root=$(cd "$(dirname "$0")/.." && pwd)
dotnet build "$root/bench/Merlin.Benchmarks" --configuration Release --verbosity quiet
exec "$root/artifacts/bin/Merlin.Benchmarks/release/Merlin.Benchmarks" allocations \
  "$root/bench/Merlin.Benchmarks/allocations.txt" "$@"

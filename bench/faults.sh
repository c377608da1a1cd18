#!/bin/sh
# The long form of the fault test: a study on a broker, whose broker, workers and connections fail at random.
# README.md says what must hold.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/faults.sh [--tiny] [--seed N]
  --tiny    the short form, as in the suite
  --seed N  the choices of an earlier run
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
MERLIN_LONG_TESTS=1
while [ $# -gt 0 ]; do
  case $1 in
    --tiny) MERLIN_LONG_TESTS=0; shift ;;
    --seed) [ $# -ge 2 ] || { usage >&2; exit 2; }; MERLIN_TEST_SEED=$2; export MERLIN_TEST_SEED; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

export MERLIN_LONG_TESTS
exec dotnet test "$root/tests/Merlin.Cli.Tests" --configuration Release --filter FullyQualifiedName~EndToEnd.Faults \
  --logger "console;verbosity=detailed"

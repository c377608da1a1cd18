#!/bin/sh
# Does a broker at its full rate, and a worker beside it, keep the same memory for a long time? README.md says how to read
# the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/soak.sh [--tiny] [--minutes M] [--disk DIR] [--out FILE]
  --tiny       some seconds: shows that it works, measures nothing
  --minutes M  for how long (20)
  --disk DIR   where the files of broker and worker are (artifacts/bench)
  --out FILE   where records are appended, one JSON object a line (artifacts/bench/soak.jsonl)
Broker and worker are ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

disk=$root/artifacts/bench
out=$root/artifacts/bench/soak.jsonl
tiny=
minutes=
tiny() {
  tiny=--tiny
}
options "minutes disk out" "$@"

measure_with soak $tiny ${minutes:+--minutes "$minutes"}

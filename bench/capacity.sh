#!/bin/sh
# What one broker carries: studies of 10^4, 10^6 and 10^8 tasks, and 10 and 1000 workers. README.md says how to read the
# result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/capacity.sh [--tiny] [--parts LIST] [--sizes LIST] [--disk DIR] [--out FILE]
  --tiny       a few tasks: shows that it works, measures nothing
  --parts LIST what is measured, with commas between (first,in-order,at-random,one-by-one,workers)
  --sizes LIST how many tasks the studies have (10000,1000000,100000000); one by one at most 1000000
  --disk DIR   where the brokers' files are (artifacts/bench)
  --out FILE   where records are appended, one JSON object a line (artifacts/bench/capacity.jsonl)
The broker and the command whose latency is measured are ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

disk=$root/artifacts/bench
out=$root/artifacts/bench/capacity.jsonl
tiny=
parts=
sizes=
tiny() {
  tiny=--tiny
}
options "parts sizes disk out" "$@"

measure_with capacity $tiny ${parts:+--parts "$parts"} ${sizes:+--sizes "$sizes"}

#!/bin/sh
# How many tasks a second go through the durable broker, and through Redis, in turns; and how soon a task starts.
# README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/load.sh [--tiny] [--rounds K] [--connections N] [--only PATTERN] [--disk DIR] [--out FILE]
  --tiny           one round of a few tasks: shows that it works, measures nothing
  --rounds K       turns of each contender (5)
  --connections N  workers of the broker; producers, and consumers, of Redis (64)
  --only PATTERN   measure only what has this in its name
  --disk DIR       where the servers' files are (artifacts/bench)
  --out FILE       where records are appended, one JSON object a line (artifacts/bench/load.jsonl)
The daemon, worker and command whose latency is measured are ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

disk=$root/artifacts/bench
out=$root/artifacts/bench/load.jsonl
tiny=
rounds=
connections=
only=
tiny() {
  tiny=--tiny
}
options "rounds connections only disk out" "$@"

measure_with load $tiny ${rounds:+--rounds "$rounds"} ${connections:+--connections "$connections"} ${only:+--only "$only"}

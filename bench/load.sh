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
while [ $# -gt 0 ]; do
  case $1 in
    --tiny) tiny=--tiny; shift; continue ;;
    -h | --help) usage; exit 0 ;;
  esac
  [ $# -ge 2 ] || { usage >&2; exit 2; }
  case $1 in
    --rounds) rounds=$2 ;;
    --connections) connections=$2 ;;
    --only) only=$2 ;;
    --disk) disk=$2 ;;
    --out) out=$2 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift 2
done

mkdir -p "$disk" "$(dirname "$out")"
work=$(mktemp -d "$disk/load.XXXXXX")
# A driver that was killed leaves its Redis; a broker ends with its driver.
end_servers() {
  if [ -f "$work/server/redis.pid" ]; then
    kill "$(cat "$work/server/redis.pid")" 2>/dev/null || true
  fi
}
trap 'end_servers; clean "$work"' EXIT
trap 'exit 130' INT TERM

dotnet build "$root/bench/Merlin.Benchmarks" --configuration Release --verbosity quiet
"$root/artifacts/bin/Merlin.Benchmarks/release/Merlin.Benchmarks" load --work "$work" --merlin "$merlin" --out "$out" \
  --machine "$(machine)" --commit "$(commit)" $tiny ${rounds:+--rounds "$rounds"} ${connections:+--connections "$connections"} ${only:+--only "$only"}

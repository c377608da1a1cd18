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
while [ $# -gt 0 ]; do
  case $1 in
    --tiny) tiny=--tiny; shift; continue ;;
    -h | --help) usage; exit 0 ;;
  esac
  [ $# -ge 2 ] || { usage >&2; exit 2; }
  case $1 in
    --parts) parts=$2 ;;
    --sizes) sizes=$2 ;;
    --disk) disk=$2 ;;
    --out) out=$2 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift 2
done

mkdir -p "$disk" "$(dirname "$out")"
work=$(mktemp -d "$disk/capacity.XXXXXX")
trap 'clean "$work"' EXIT
trap 'exit 130' INT TERM

"$merlin" --version > /dev/null
dotnet build "$root/bench/Merlin.Benchmarks" --configuration Release --verbosity quiet
"$root/artifacts/bin/Merlin.Benchmarks/release/Merlin.Benchmarks" capacity --work "$work" --merlin "$merlin" --out "$out" \
  --machine "$(machine)" --commit "$(commit)" $tiny ${parts:+--parts "$parts"} ${sizes:+--sizes "$sizes"}

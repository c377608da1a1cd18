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
while [ $# -gt 0 ]; do
  case $1 in
    --tiny) tiny=--tiny; shift; continue ;;
    -h | --help) usage; exit 0 ;;
  esac
  [ $# -ge 2 ] || { usage >&2; exit 2; }
  case $1 in
    --minutes) minutes=$2 ;;
    --disk) disk=$2 ;;
    --out) out=$2 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift 2
done

mkdir -p "$disk" "$(dirname "$out")"
work=$(mktemp -d "$disk/soak.XXXXXX")
trap 'clean "$work"' EXIT
trap 'exit 130' INT TERM

"$merlin" --version > /dev/null
dotnet build "$root/bench/Merlin.Benchmarks" --configuration Release --verbosity quiet
"$root/artifacts/bin/Merlin.Benchmarks/release/Merlin.Benchmarks" soak --work "$work" --merlin "$merlin" --out "$out" \
  --machine "$(machine)" --commit "$(commit)" $tiny ${minutes:+--minutes "$minutes"}

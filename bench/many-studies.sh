#!/bin/sh
# How soon a broker serves, and how much memory it needs, with many finished studies in its database.
# README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/many-studies.sh [--tiny] [--studies N] [--tasks N] [--repeats K] [--disk DIR] [--out FILE]
  --tiny       3 studies of 30000 tasks, once: shows that it works, measures nothing
  --studies N  finished studies in the database (100)
  --tasks N    tasks of each (1000000)
  --repeats K  starts of the broker (5)
  --disk DIR   where the database is; it needs some 20 bytes a task (artifacts/bench)
  --out FILE   where records are appended, one JSON object a line (artifacts/bench/many-studies.jsonl)
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

studies=100
tasks=1000000
repeats=5
disk=$root/artifacts/bench
out=$root/artifacts/bench/many-studies.jsonl
tiny() {
  studies=3
  tasks=30000
  repeats=1
}
options "studies tasks repeats disk out" "$@"

mkdir -p "$disk" "$(dirname "$out")"
work=$(mktemp -d "$disk/many-studies.XXXXXX")
trap 'clean "$work"' EXIT
trap 'exit 130' INT TERM
machine=$(machine)
commit=$(commit)

build_benchmarks
"$program" many-studies make "$work/server" "$studies" "$tasks"
bytes=$(stat -c %s "$work/server/study.db")
echo "$studies studies of $tasks tasks: $((bytes / 1048576)) MiB on disk" >&2

results=$work/results
: > "$results"
repeat=0
while [ "$repeat" -lt "$repeats" ]; do
  "$program" many-studies start "$work/server" > "$work/line"
  read -r started shown peak < "$work/line"
  echo "$started $shown $peak" >> "$results"
  record many-studies "\"studies\":$studies,\"tasks\":$tasks" "$repeat" \
    "\"seconds\":$started,\"shownSeconds\":$shown,\"peakKiB\":$peak,\"bytes\":$bytes"
  echo "start $repeat: all listed after $started s, all shown after $shown s, peak $peak KiB" >&2
  repeat=$((repeat + 1))
done

echo
printf '%16s %16s %12s\n' 'listed after (s)' 'shown after (s)' 'peak (MiB)'
printf '%16.3f %16.3f %12.1f\n' "$(awk '{ print $1 }' "$results" | median)" "$(awk '{ print $2 }' "$results" | median)" \
  "$(awk '{ print $3 / 1024 }' "$results" | median)"
echo "records: $out"

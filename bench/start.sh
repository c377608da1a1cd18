#!/bin/sh
# How long until the first task runs, and how much memory that takes, for few samples and for many, in turns.
# README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/start.sh [--tiny] [--few N] [--many N] [--repeats K] [--out FILE]
  --tiny       10 and 100000 samples, once: shows that it works, measures nothing
  --few N      samples of the small study (10)
  --many N     samples of the large study (10000000)
  --repeats K  runs of each (7)
  --out FILE   where records are appended, one JSON object a line (artifacts/bench/start.jsonl)
The program measured is ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

few=10
many=10000000
repeats=7
out=$root/artifacts/bench/start.jsonl
tiny() {
  many=100000
  repeats=1
}
options "few many repeats out" "$@"

[ -x "$merlin" ] || stop "$merlin is not there or not executable"
mkdir -p "$(dirname "$out")"
memory=$(mktemp -d /dev/shm/merlin-bench.XXXXXX) || stop "/dev/shm is needed as memory file system"
trap 'clean "$memory"' EXIT
trap 'exit 130' INT TERM
programs=$memory
results=$memory/results
: > "$results"
machine=$(machine)
commit=$(commit)
build measure

# A .npy file of zeros with one column: the header (128 bytes), then a hole.
make_samples() {
  printf '\223NUMPY\001\000\166\000%-117s\n' "{'descr': '<f8', 'fortran_order': False, 'shape': ($1, 1), }" \
    > "$memory/$1.npy"
  truncate -s $((128 + 8 * $1)) "$memory/$1.npy"
}

# The first task says that it runs; the others wait for the interrupt that follows.
cat > "$memory/start.yaml" <<YAML
description: {name: start, description: says when the first task runs}
env:
  variables: {OUTPUT_PATH: nowhere, SAMPLES: nowhere}
study:
  - name: say
    description: says that it runs
    run: {cmd: 'echo \$(X) > $memory/started; sleep 60'}
merlin:
  samples:
    file: \$(SAMPLES)
    column_labels: [X]
YAML

# run_one SAMPLES REPEAT
run_one() {
  mkdir "$memory/work"
  "$memory/measure" -t 300 -l "$memory/merlin.log" -m "$memory/started" "$merlin" run --local "$memory/start.yaml" \
    --vars OUTPUT_PATH="$memory/work" SAMPLES="$memory/$1.npy" > "$memory/line"
  read -r status _ first peak < "$memory/line"
  rm -f "$memory/started"
  clean "$memory/work"
  if [ "$first" = - ]; then
    tail -n 20 "$memory/merlin.log" >&2
    record start "\"samples\":$1" "$2" "\"seconds\":null,\"status\":\"$status\""
    stop "no task was started with $1 samples; merlin ended with $status"
  fi
  echo "$1 $first $peak" >> "$results"
  record start "\"samples\":$1" "$2" "\"seconds\":$first,\"peakKiB\":$peak,\"status\":\"$status\""
  echo "$1 samples, run $2: first task after $first s, peak $peak KiB" >&2
}

median_of() {
  awk -v samples="$1" -v column="$2" '$1 == samples { print $column }' "$results" | median
}

make_samples "$few"
make_samples "$many"
repeat=0
while [ "$repeat" -lt "$repeats" ]; do
  if [ $((repeat % 2)) -eq 0 ]; then order="$few $many"; else order="$many $few"; fi
  for count in $order; do
    run_one "$count" "$repeat"
  done
  repeat=$((repeat + 1))
done

echo
printf '%12s %22s %12s\n' samples 'first task after (s)' 'peak (MiB)'
for count in $few $many; do
  printf '%12d %22.3f %12.1f\n' "$count" "$(median_of "$count" 2)" \
    "$(median_of "$count" 3 | awk '{ print $1 / 1024 }')"
done
awk -v f="$(median_of "$few" 2)" -v m="$(median_of "$many" 2)" -v fm="$(median_of "$few" 3)" -v mm="$(median_of "$many" 3)" \
  'BEGIN { printf "ratio of medians, many / few: time %.3f, memory %.3f\n", m / f, mm / fm }'
echo "records: $out"

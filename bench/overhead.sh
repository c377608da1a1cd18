#!/bin/sh
# What a task costs: Merlin beside two C loops over posix_spawn, in turns. README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/overhead.sh [--tiny] [--samples N] [--rounds K] [--concurrency C] [--disk DIR] [--out FILE]
  --tiny           200 samples, one round: shows that it works, measures nothing
  --samples N      tasks in a run (10000)
  --rounds K       rounds on the memory file system; there is always one on disk (5)
  --concurrency C  tasks at a time (2)
  --disk DIR       a directory on disk (artifacts/bench)
  --out FILE       where records are appended, one JSON object a line (artifacts/bench/overhead.jsonl)
The program measured is ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

samples=10000
rounds=5
concurrency=2
disk=$root/artifacts/bench
out=$root/artifacts/bench/overhead.jsonl
while [ $# -gt 0 ]; do
  case $1 in
    --tiny) samples=200; rounds=1; shift; continue ;;
    -h | --help) usage; exit 0 ;;
  esac
  [ $# -ge 2 ] || { usage >&2; exit 2; }
  case $1 in
    --samples) samples=$2 ;;
    --rounds) rounds=$2 ;;
    --concurrency) concurrency=$2 ;;
    --disk) disk=$2 ;;
    --out) out=$2 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift 2
done

[ -x "$merlin" ] || stop "$merlin is not there or not executable"
mkdir -p "$disk" "$(dirname "$out")"
memory=$(mktemp -d /dev/shm/merlin-bench.XXXXXX) || stop "/dev/shm is needed as memory file system"
disk=$(mktemp -d "$disk/overhead.XXXXXX")
trap 'clean "$memory"; clean "$disk"' EXIT
trap 'exit 130' INT TERM
programs=$memory/programs
results=$memory/results
mkdir "$programs"
: > "$results"
machine=$(machine)
commit=$(commit)

for program in spawn_ready spawn_files measure; do
  build "$program"
done

awk -v n="$samples" 'BEGIN { for (i = 0; i < n; i++) print i }' > "$memory/samples.csv"
cat > "$memory/overhead.yaml" <<YAML
description: {name: overhead, description: tasks that do nothing}
env:
  variables: {OUTPUT_PATH: nowhere}
study:
  - name: nothing
    description: does nothing
    run: {cmd: ': \$(X)'}
merlin:
  samples:
    file: $memory/samples.csv
    column_labels: [X]
YAML

run_merlin() {
  "$programs/measure" -l "$memory/merlin.log" "$merlin" run --local "$memory/overhead.yaml" \
    --concurrency "$concurrency" --vars OUTPUT_PATH="$1" > "$memory/line"
  read -r status seconds _ < "$memory/line"
  [ "$status" = 0 ] || { tail -n 20 "$memory/merlin.log" >&2; stop "merlin ended with $status"; }
  finished=$(find "$1" -name MERLIN_FINISHED | wc -l)
  [ "$finished" -eq "$samples" ] || stop "merlin finished $finished of $samples tasks"
}

run_reference() {
  "$programs/$2" "$1" "$samples" "$concurrency" > "$memory/line" || stop "$2 failed"
  read -r seconds _ < "$memory/line"
}

# run_one CONTENDER PLACE DIRECTORY ROUND
run_one() {
  work=$3/work
  mkdir "$work"
  case $1 in
    merlin) run_merlin "$work" ;;
    *) run_reference "$work" "$1" ;;
  esac
  clean "$work"
  echo "$2 $4 $1 $seconds" >> "$results"
  record "overhead-$1" "\"samples\":$samples,\"concurrency\":$concurrency,\"place\":\"$2\"" "$4" "\"seconds\":$seconds"
  echo "$2, round $4: $1 $seconds s" >&2
}

# run_round PLACE DIRECTORY ROUND: all three, beginning with another one each time
run_round() {
  case $(($3 % 3)) in
    0) order="spawn_ready spawn_files merlin" ;;
    1) order="spawn_files merlin spawn_ready" ;;
    *) order="merlin spawn_ready spawn_files" ;;
  esac
  for contender in $order; do
    run_one "$contender" "$1" "$2" "$3"
  done
}

# The median over the rounds of Merlin's time by that of a reference in the same round.
median_ratio() {
  awk -v place="$1" -v reference="$2" '
    $1 == place && $3 == "merlin" { merlin[$2] = $4 }
    $1 == place && $3 == reference { other[$2] = $4 }
    END { for (round in merlin) print merlin[round] / other[round] }' "$results" | median
}

median_time() {
  awk -v place="$1" -v who="$2" -v n="$samples" '$1 == place && $3 == who { print $4 / n * 1e6 }' "$results" | median
}

round=0
while [ "$round" -lt "$rounds" ]; do
  run_round memory "$memory" "$round"
  round=$((round + 1))
done
run_round disk "$disk" 0

echo
echo "$samples tasks, $concurrency at a time; time per task in microseconds, medians"
printf '%-8s %6s %12s %12s %12s %10s %10s\n' place rounds merlin spawn_files spawn_ready '/ files' '/ ready'
for place in memory disk; do
  count=$(grep -c "^$place .* merlin " "$results")
  printf '%-8s %6d %12.1f %12.1f %12.1f %10.3f %10.3f\n' "$place" "$count" \
    "$(median_time "$place" merlin)" "$(median_time "$place" spawn_files)" "$(median_time "$place" spawn_ready)" \
    "$(median_ratio "$place" spawn_files)" "$(median_ratio "$place" spawn_ready)"
done
echo "records: $out"

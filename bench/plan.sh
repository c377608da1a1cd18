#!/bin/sh
# What it takes to plan studies of many combinations of parameters and of many steps, and to make their directories and
# scripts, over their size. README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/plan.sh [--tiny] [--combinations "N …"] [--steps "N …"] [--samples N] [--repeats K] [--out FILE]
  --tiny              100 and 1000 combinations, 50 and 100 steps, once: shows that it works, measures nothing
  --combinations "N…" combinations of parameters ("1000 10000 100000")
  --steps "N…"        steps of the graph ("500 1000 2000")
  --samples N         samples of each combination, for the plan; the dry run has one (10)
  --repeats K         runs of each (3)
  --out FILE          where records are appended, one JSON object a line (artifacts/bench/plan.jsonl)
The program measured is ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

combinations='1000 10000 100000'
steps='500 1000 2000'
samples=10
repeats=3
out=$root/artifacts/bench/plan.jsonl
tiny() {
  combinations='100 1000'
  steps='50 100'
  repeats=1
}
options "combinations steps samples repeats out" "$@"

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
echo 1 > "$memory/samples.csv"

# A step over N combinations and the samples, and a funnel behind it.
make_combinations() {
  {
    echo 'description: {name: combinations, description: a sampled step over parameters}'
    echo 'batch: {type: local}'
    echo 'global.parameters:'
    printf '  P: {label: P.%%%%, values: [0'
    awk -v n="$1" 'BEGIN { for (i = 1; i < n; i++) printf ", %d", i }'
    echo ']}'
    cat <<'YAML'
env: {variables: {OUTPUT_PATH: nowhere, SAMPLES: nowhere}}
study:
  - {name: simulate, description: one task, run: {cmd: './model --p $(P) --x $(X) > out.txt'}}
  - name: collect
    description: waits for all
    run: {cmd: 'cat $(simulate.workspace)/*/$(MERLIN_GLOB_PATH)out.txt > all.txt', depends: [simulate_*]}
merlin:
  samples: {file: $(SAMPLES), column_labels: [X]}
YAML
  } > "$memory/combinations-$1.yaml"
}

# N steps, each waiting for up to three earlier ones whose workspaces it names.
make_steps() {
  {
    cat <<'YAML'
description: {name: steps, description: a graph of steps}
batch: {type: local}
env: {variables: {OUTPUT_PATH: nowhere, SAMPLES: nowhere}}
study:
YAML
    awk -v n="$1" 'BEGIN {
      for (i = 0; i < n; i++) {
        words = ""; waits = ""
        split(int(i / 2) " " (i - 7) " " (i - 1), before, " ")
        for (j = 1; j <= 3; j++)
          if (before[j] >= 0 && before[j] < i && index(waits, "s" before[j] ",") == 0) {
            words = words " $(s" before[j] ".workspace)"; waits = waits "s" before[j] ","
          }
        printf "  - {name: s%d, description: step, run: {cmd: \"ls%s\", depends: [%s]}}\n", i, words, waits
      }
    }'
  } > "$memory/steps-$1.yaml"
}

# run_one KIND SIZE COMMAND REPEAT WORDS…: COMMAND is plan or dry
run_one() {
  kind=$1 size=$2 command=$3 repeat=$4
  shift 4
  mkdir "$memory/work"
  "$memory/measure" -t 1200 -l "$memory/merlin.log" "$merlin" "$@" "$memory/$kind-$size.yaml" \
    --vars OUTPUT_PATH="$memory/work" SAMPLES="$memory/samples.csv" > "$memory/line"
  read -r status seconds _ peak < "$memory/line"
  clean "$memory/work"
  if [ "$status" != 0 ]; then
    tail -n 20 "$memory/merlin.log" >&2
    stop "merlin $command ended with $status for $size $kind"
  fi
  echo "$kind $size $command $seconds $peak" >> "$results"
  record plan "\"kind\":\"$kind\",\"size\":$size,\"command\":\"$command\"" "$repeat" \
    "\"seconds\":$seconds,\"peakKiB\":$peak"
  echo "$size $kind, $command $repeat: $seconds s, peak $peak KiB" >&2
}

# median_of KIND SIZE COMMAND COLUMN
median_of() {
  awk -v kind="$1" -v size="$2" -v command="$3" -v column="$4" \
    '$1 == kind && $2 == size && $3 == command { print $column }' "$results" | median
}

# table KIND SIZES
table() {
  echo
  printf '%12s %12s %16s %14s %14s %14s\n' "$1" 'plan (s)' 'µs for each' 'peak (MiB)' 'dry run (s)' 'peak (MiB)'
  for size in $2; do
    awk -v n="$size" -v p="$(median_of "$1" "$size" plan 4)" -v pm="$(median_of "$1" "$size" plan 5)" \
      -v d="$(median_of "$1" "$size" dry 4)" -v dm="$(median_of "$1" "$size" dry 5)" \
      'BEGIN { printf "%12d %12.3f %15.1f %14.1f %14.3f %14.1f\n", n, p, p / n * 1e6, pm / 1024, d, dm / 1024 }'
  done
}

for size in $combinations; do make_combinations "$size"; done
for size in $steps; do make_steps "$size"; done
repeat=0
while [ "$repeat" -lt "$repeats" ]; do
  for size in $combinations; do
    run_one combinations "$size" plan "$repeat" plan --samples "$samples"
    run_one combinations "$size" dry "$repeat" run --local --dry
  done
  for size in $steps; do
    run_one steps "$size" plan "$repeat" plan
    run_one steps "$size" dry "$repeat" run --local --dry
  done
  repeat=$((repeat + 1))
done

table combinations "$combinations"
table steps "$steps"
echo "records: $out"

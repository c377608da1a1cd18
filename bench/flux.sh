#!/bin/sh
# What the tree of Flux instances costs and what it is worth: Merlin in an allocation beside Flux alone, and beside a worker
# without Flux, in turns. README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/flux.sh [--tiny] [--parts LETTERS] [--tasks N] [--jobs N] [--launches N] [--nodes N] [--rounds K] [--out FILE]
  --tiny         few tasks, one round: shows that it works, measures nothing
  --parts ABCD   what is measured (abcd):
                   a  serial tasks: the tree, 'flux bulksubmit', and one job for each task through libflux
                   b  launches one after the other: merlin-launch and 'flux run' (bench/launch.sh)
                   c  parallel steps: the tree, and the same jobs through libflux
                   d  serial tasks: the tree, and one worker without Flux
  --tasks N      serial tasks in a and d (5000)
  --jobs N       parallel steps in c (100)
  --launches N   launches in b (40)
  --nodes N      brokers of the Flux instance; each owns all cores of this machine (4)
  --rounds K     rounds (3)
  --out FILE     where records are appended, one JSON object a line (artifacts/bench/flux.jsonl)
Flux is the one on PATH or below $MERLIN_FLUX_PREFIX; without Flux, or its headers, nothing is measured.
The program measured is ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

parts=abcd
tasks=5000
jobs=100
launches=40
nodes=4
rounds=3
out=$root/artifacts/bench/flux.jsonl
tiny() {
  tasks=40
  jobs=8
  launches=3
  nodes=2
  rounds=1
}
options "parts tasks jobs launches nodes rounds out" "$@"

[ -x "$merlin" ] || stop "$merlin is not there or not executable"
[ -z "${MERLIN_FLUX_PREFIX:-}" ] || PATH=$MERLIN_FLUX_PREFIX/bin:$PATH
if ! command -v flux >/dev/null 2>&1; then
  echo "bench/flux.sh: nothing is measured: there is no flux command on PATH" >&2
  exit 0
fi
make --silent -C "$root/native" can-build || exit 0

case $parts in
  *b*) "$root/bench/launch.sh" --launches "$launches" --rounds "$rounds" --out "$out"; echo ;;
esac

memory=$(mktemp -d /dev/shm/merlin-bench.XXXXXX) || stop "/dev/shm is needed as memory file system"
running=
end() {
  [ -z "$running" ] || kill "$running" 2>/dev/null || true
  "$merlin" server stop --directory "$memory/server" >/dev/null 2>&1 || true
  clean "$memory"
}
trap end EXIT
trap 'exit 130' INT TERM
results=$memory/results
: > "$results"
mkdir -p "$(dirname "$out")" "$memory/home"
machine=$(machine)
commit=$(commit)
slots=$((nodes * $(getconf _NPROCESSORS_ONLN)))
make --silent -C "$root/native" BUILD="$memory/native" flux-jobs || stop "flux_jobs.c cannot be built"

# Nothing of the user's own configuration counts here, and nothing is left in it.
export HOME="$memory/home"
unset FLUX_URI MERLIN_BROKER
"$merlin" server init --directory "$memory/server" --ipaddress 127.0.0.1 > "$memory/init.log" 2>&1 || stop "no broker can be set up"
"$merlin" server start --directory "$memory/server" > "$memory/start.log" 2>&1 || stop "the broker does not start"
export MERLIN_BROKER="$memory/server/app.yaml"

# spec NAME COMMAND PROCS COUNT: a study of one step and so many samples; and a short one to warm workers up
spec() {
  mkdir "$memory/$1"
  awk -v n="$4" 'BEGIN { for (i = 0; i < n; i++) print i }' > "$memory/$1/samples.csv"
  head -n "$((($4 + 9) / 10))" "$memory/$1/samples.csv" > "$memory/$1/warm.csv"
  cat > "$memory/$1/spec.yaml" <<YAML
description: {name: $1, description: tasks that do nothing}
batch: {type: flux}
env:
  variables: {OUTPUT_PATH: nowhere}
study:
  - name: nothing
    description: does nothing
    run: {cmd: '$2', procs: $3, task_queue: $1}
merlin:
  resources: {workers: {$1: {steps: [nothing]}}}
  samples:
    file: nowhere
    column_labels: [X]
YAML
}

# study SPEC SAMPLES: runs it, and prints the tasks a second from the first one's start to the last one's end. A task's
# output file is made when it starts and stays empty; its finished file is made when it has ended.
study() {
  "$merlin" run "$memory/$1/spec.yaml" --wait --json --samplesfile "$memory/$1/$2.csv" --vars OUTPUT_PATH="$memory/work" \
    > "$memory/study.log" 2>&1 || { tail -n 20 "$memory/study.log" >&2; stop "the study $1 failed"; }
  find "$memory/work" -name '*.out' -printf 'start %T@\n' -o -name MERLIN_FINISHED -printf 'end %T@\n' |
    awk '$1 == "start" && (first == "" || $2 < first) { first = $2 } $1 == "end" { if ($2 > last) last = $2; n++ }
      END { printf "%.3f\n", n / (last - first) }'
  clean "$memory/work"
}

# What runs in the instance. Flux alone: submits, and tells when each job ran, from its eventlog.
cat > "$memory/bulksubmit.sh" <<'IN'
seq "$2" | flux bulksubmit --quiet --wait -n "$1" /bin/true || exit 1
flux jobs -a -c 0 --no-header -o '{t_run} {t_cleanup}' > "$3/times"
IN
cat > "$memory/libflux.sh" <<'IN'
flux submit --dry-run -n "$1" /bin/true > "$3/jobspec.json"
"$3/native/flux-jobs" "$3/jobspec.json" "$2" 128 || exit 1
flux jobs -a -c 0 --no-header -o '{t_run} {t_cleanup}' > "$3/times"
IN
cat > "$memory/tree.sh" <<'IN'
cd "$1"
exec "$2" run-workers spec.yaml --persist
IN

# alone SCRIPT PROCS COUNT: Flux alone; prints jobs a second
alone() {
  TMPDIR=$memory flux start -s "$nodes" sh "$memory/$1.sh" "$2" "$3" "$memory" > "$memory/alone.log" 2>&1 ||
    { tail -n 20 "$memory/alone.log" >&2; stop "$1 failed"; }
  awk 'first == "" || $1 < first { first = $1 } $2 > last { last = $2 } END { printf "%.3f\n", NR / (last - first) }' \
    "$memory/times"
}

# workers COUNT WORDS COMMAND …: starts what logs WORDS for each of so many workers, and waits until all are there
workers() {
  count=$1
  words=$2
  shift 2
  : > "$memory/workers.log"
  begun=$(date +%s.%N)
  TMPDIR=$memory "$@" > "$memory/workers.log" 2>&1 &
  running=$!
  waited=0
  while [ "$(grep -c "$words" "$memory/workers.log")" -lt "$count" ]; do
    kill -0 "$running" 2>/dev/null && [ "$waited" -lt 1200 ] ||
      { tail -n 20 "$memory/workers.log" >&2; stop "the workers do not come"; }
    waited=$((waited + 1))
    sleep 0.1
  done
  echo "$begun $(date +%s.%N)" | awk '{ printf "%.3f\n", $2 - $1 }' > "$memory/started"
}

# measured SPEC: a short study warms the workers up, then the one that counts; then they leave
measured() {
  study "$1" warm > /dev/null
  study "$1" samples
  "$merlin" stop-workers --queues "$1" > "$memory/stop.log" 2>&1 || stop "the workers cannot be stopped"
  wait "$running" || { tail -n 20 "$memory/workers.log" >&2; stop "the workers ended with an error"; }
  running=
}

# tree SPEC
tree() {
  workers "$nodes" 'is attached' flux start -s "$nodes" sh "$memory/tree.sh" "$memory/$1" "$merlin"
  measured "$1"
}

# worker SPEC: one without Flux, which runs as many at once as the tree
worker() {
  workers 1 'Connected to the broker' "$merlin" worker --concurrency "$slots" --queues "[merlin]_$1"
  measured "$1"
}

# measure PART ROUND CONTENDER COMMAND …
measure() {
  part=$1
  round=$2
  contender=$3
  shift 3
  : > "$memory/started"
  "$@" > "$memory/rate"
  rate=$(cat "$memory/rate")
  started=$(cat "$memory/started")
  echo "$part $round $contender $rate ${started:--}" >> "$results"
  record "flux-$part-$contender" "\"tasks\":$tasks,\"jobs\":$jobs,\"nodes\":$nodes,\"slots\":$slots" "$round" \
    "\"tasksPerSecond\":$rate,\"startSeconds\":${started:-null}"
  echo "$part, round $round: $contender $rate /s${started:+, ready after $started s}" >&2
}

spec serial ': $(X)' 1 "$tasks"
spec launched '$(LAUNCHER) true $(X)' 2 "$jobs"
spec whole ': $(X)' 2 "$jobs"
round=0
while [ "$round" -lt "$rounds" ]; do
  case $parts in
    *a* | *d*) measure ad "$round" tree tree serial ;;
  esac
  case $parts in
    *d*) measure ad "$round" worker worker serial ;;
  esac
  case $parts in
    *a*)
      measure ad "$round" bulksubmit alone bulksubmit 1 "$tasks"
      measure ad "$round" libflux alone libflux 1 "$tasks"
      ;;
  esac
  case $parts in
    *c*)
      measure c "$round" launched tree launched
      measure c "$round" whole tree whole
      measure c "$round" libflux alone libflux 2 "$jobs"
      ;;
  esac
  round=$((round + 1))
done

# median_of PART CONTENDER COLUMN
median_of() {
  awk -v part="$1" -v who="$2" -v column="$3" '$1 == part && $3 == who && $column != "-" { print $column }' "$results" | median
}

# ratio PART CONTENDER REFERENCE: the median over the rounds of one rate by the other in the same round
ratio() {
  awk -v part="$1" -v who="$2" -v other="$3" '$1 == part && $3 == who { a[$2] = $4 } $1 == part && $3 == other { b[$2] = $4 }
    END { for (round in a) if (round in b) print a[round] / b[round] }' "$results" | median
}

echo
echo "$nodes brokers, $slots slots; $tasks serial tasks, $jobs parallel steps; medians of $rounds rounds"
printf '%-6s %-12s %12s %16s %14s\n' part contender 'tasks/s' 'ready after (s)' "tree's ratio"
awk '!seen[$1, $3]++ { print $1, $3 }' "$results" | while read -r part contender; do
  case $part in
    ad) ratio=$(ratio ad tree "$contender") ;;
    c) ratio=$(ratio c "$contender" libflux) ;;
  esac
  printf '%-6s %-12s %12.1f %16s %14.3f\n' "$part" "$contender" "$(median_of "$part" "$contender" 4)" \
    "$(median_of "$part" "$contender" 5)" "$ratio"
done
echo "records: $out"

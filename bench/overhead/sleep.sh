#!/bin/sh
# Many tasks that sleep, many at a time: what a task costs that needs no processor. ../README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/overhead/sleep.sh [--tiny] [--tasks N] [--slots S] [--rounds K] [--only PATTERN] [--out DIR]
  --tiny          20 tasks, 10 at a time, one round: shows that it works, measures nothing; the record goes to artifacts/bench
  --tasks N       tasks of one second in a run (15000)
  --slots S       tasks at a time (150)
  --rounds K      rounds; each takes twice N / S seconds and a little (3)
  --only PATTERN  only systems whose name matches the extended regular expression; all of run.sh can be named
  --out DIR       where the record goes, one JSON file a run (bench/results)
The program measured is ./merlin of this repository, or $MERLIN.
TEXT
}

root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=bench/overhead/suite.sh
. "$root/bench/overhead/suite.sh"

tasks=15000
slots=150
rounds=3
only='^(spawn-files|merlin-local)$'
out=$root/bench/results
tiny() {
  tasks=20
  slots=10
  rounds=1
  out=$root/artifacts/bench
}
options "tasks slots rounds only out" "$@"

mkdir -p "$out"
begin "$root/artifacts/bench"
command='sleep 1'
write_task "$command"
# shellcheck disable=SC2046
select_contenders "$only" $("$root/bench/overhead/run.sh" --list)
round=0
while [ "$round" -lt "$rounds" ]; do
  measure_round memory "$round"
  round=$((round + 1))
done

record=$out/$(record_name "sleep-$slots")
write_record "$record" sleep 1 "$rounds"
report "$record"

#!/bin/sh
# What a task costs in whole systems that do the same work on this machine, in turns. ../README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/overhead/run.sh [--tiny] [--tasks N] [--rounds K] [--slots S] [--only PATTERN] [--disk DIR] [--out DIR]
  --tiny          a few tasks, one round: shows that it works, measures nothing; the record goes to artifacts/bench
  --tasks N       tasks in a run of those that are quick; slow ones get a part of them (15000)
  --rounds K      rounds on the memory file system; there is always one on disk (3)
  --slots S       tasks at a time (2)
  --only PATTERN  only systems whose name matches the extended regular expression
  --disk DIR      a directory on disk (artifacts/bench)
  --out DIR       where the record goes, one JSON file a run (bench/results)
  --list          prints the names of the systems and does nothing else
The program measured is ./merlin of this repository, or $MERLIN. Nothing is installed: what is not there is left out and named.
TEXT
}

root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=bench/overhead/suite.sh
. "$root/bench/overhead/suite.sh"

systems="spawn-ready spawn-files merlin-local merlin-shell merlin-packed merlin-packed-shell merlin-packed-serve
  merlin-broker merlin-flux xargs parallel celery dask slurm flux-bulksubmit"
tasks=15000
rounds=3
slots=2
only=.
disk=$root/artifacts/bench
out=$root/bench/results
if [ "${1-}" = --list ]; then
  echo "$systems" | xargs -n 1
  exit 0
fi
tiny() {
  tasks=200
  rounds=1
  out=$root/artifacts/bench
}
options "tasks rounds slots only disk out" "$@"

mkdir -p "$out"
begin "$disk"
# For the contenders: a task does nothing but with its number.
# shellcheck disable=SC2034
command=
write_task ''
# shellcheck disable=SC2086
select_contenders "$only" $systems
round=0
while [ "$round" -lt "$rounds" ]; do
  measure_round memory "$round"
  round=$((round + 1))
done
measure_round disk 0

record=$out/$(record_name overhead)
write_record "$record" nothing 0 "$rounds"
report "$record"

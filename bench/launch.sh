#!/bin/sh
# What one launch through Flux costs: merlin-launch beside 'flux run', in turns. README.md says how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/launch.sh [--tiny] [--launches N] [--rounds K] [--out FILE]
  --tiny         3 launches, one round: shows that it works, measures nothing
  --launches N   launches of /bin/true, one after the other, in a round (40)
  --rounds K     rounds (3)
  --out FILE     where records are appended, one JSON object a line (artifacts/bench/launch.jsonl)
Flux is the one on PATH or below $MERLIN_FLUX_PREFIX; without Flux, or its headers, nothing is measured.
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

launches=40
rounds=3
out=$root/artifacts/bench/launch.jsonl
tiny() {
  launches=3
  rounds=1
}
options "launches rounds out" "$@"

[ -z "${MERLIN_FLUX_PREFIX:-}" ] || PATH=$MERLIN_FLUX_PREFIX/bin:$PATH
if ! command -v flux >/dev/null 2>&1; then
  echo "bench/launch.sh: nothing is measured: there is no flux command on PATH" >&2
  exit 0
fi
make --silent -C "$root/native" can-build || exit 0

memory=$(mktemp -d /dev/shm/merlin-bench.XXXXXX) || stop "/dev/shm is needed as memory file system"
trap 'clean "$memory"' EXIT
trap 'exit 130' INT TERM
make --silent -C "$root/native" BUILD="$memory/native" || stop "merlin-launch cannot be built"
mkdir -p "$(dirname "$out")"

# Runs in the instance: what it measures needs its FLUX_URI. Prints "ROUND CONTENDER SECONDS" lines.
cat > "$memory/rounds.sh" <<'SH'
set -eu
launches=$1
rounds=$2
merlin_launch=$3
files=$4

# The streams are those of a task of Merlin.
timed() {
  start=$(date +%s%N)
  i=0
  while [ "$i" -lt "$launches" ]; do
    "$@" -n 1 /bin/true < /dev/null >> "$files/out" 2>> "$files/err"
    i=$((i + 1))
  done
  end=$(date +%s%N)
  awk -v start="$start" -v end="$end" 'BEGIN { printf "%.6f\n", (end - start) / 1e9 }'
}

# The first job of an instance starts its validators.
flux run -n 1 /bin/true
round=0
while [ "$round" -lt "$rounds" ]; do
  echo "$round flux-run $(timed flux run)"
  echo "$round merlin-launch $(timed "$merlin_launch")"
  round=$((round + 1))
done
SH

TMPDIR=$memory flux start -s 1 sh "$memory/rounds.sh" "$launches" "$rounds" "$memory/native/merlin-launch" \
  "$memory" > "$memory/results" || stop "the instance ended with an error"

machine=$(machine)
commit=$(commit)
while read -r round contender seconds; do
  record "launch-$contender" "\"launches\":$launches" "$round" "\"seconds\":$seconds"
done < "$memory/results"

time_of() {
  awk -v who="$1" -v n="$launches" '$2 == who { print $3 / n * 1000 }' "$memory/results" | median
}

ratio() {
  awk '$2 == "flux-run" { run[$1] = $3 } $2 == "merlin-launch" { launch[$1] = $3 }
    END { for (round in run) print launch[round] / run[round] }' "$memory/results" | median
}

echo "$launches launches of /bin/true, one after the other; milliseconds per launch, medians of $rounds rounds"
printf '%14s %14s %8s\n' 'merlin-launch' 'flux run' ratio
printf '%14.1f %14.1f %8.3f\n' "$(time_of merlin-launch)" "$(time_of flux-run)" "$(ratio)"
echo "records: $out"

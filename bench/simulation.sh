#!/bin/sh
# A study on thousands of nodes: the real scheduler and agents in simulated time, with the tree and without it.
# docs/scale.md says what is simulated and how to read the result.
set -eu

usage() {
  cat <<'TEXT'
usage: bench/simulation.sh [--tiny] [--nodes N] [--cores N] [--samples N] [--seed N] [--out FILE]
  --tiny       4 nodes of 10 cores, 2000 samples: shows that it works, measures nothing
  --nodes N    nodes, one leaf each (4000)
  --cores N    cores of each (100)
  --samples N  samples, each of which runs through three steps (100000000)
  --seed N     where chance begins (1)
  --out FILE   where records are appended, one JSON object a line (artifacts/bench/simulation.jsonl)
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/common.sh"

nodes=4000
cores=100
samples=100000000
seed=1
out=$root/artifacts/bench/simulation.jsonl
tiny() {
  nodes=4
  cores=10
  samples=2000
}
options "nodes cores samples seed out" "$@"

mkdir -p "$(dirname "$out")"
machine=$(machine)
commit=$(commit)
results=$(mktemp)
trap 'rm -f "$results"' EXIT
trap 'exit 130' INT TERM

build_benchmarks

# simulate LEAVES-PER-AGENT SIGMA [--weigh | --greedy]: one run, recorded, and left in $fields
simulate() {
  fields=$("$program" scale --nodes "$nodes" --cores "$cores" --samples "$samples" --seed "$seed" \
    --leaves-per-agent "$1" --sigma "$2" ${3:-}) || stop "the simulation has failed"
  record simulation "\"nodes\":$nodes,\"cores\":$cores,\"samples\":$samples,\"seed\":$seed,\"leavesPerAgent\":$1,\"sigma\":$2" \
    0 "$fields"
  echo "$1 leaves an agent, sigma $2: $fields" >&2
}

# field NAME: a number out of $fields
field() {
  printf %s "$fields" | sed -n "s/.*\"$1\":\([-0-9.]*\).*/\1/p"
}

# show NAME LEAVES-PER-AGENT SIGMA: a run, and one that is weighed half way
show() {
  simulate "$2" "$3"
  printf '%-22s %10s %10s %8s %8s %9s %9s %9s %9s' "$1" "$(field makespan)" "$(field ideal)" "$(field ratio)" \
    "$(field longest)" "$(field rootIn)" "$(field rootOut)" "$(field rootPeak)" "$(field rootBusy)" >> "$results"
  simulate "$2" "$3" --greedy
  printf ' %9s' "$(field greedy)" >> "$results"
  simulate "$2" "$3" --weigh
  awk -v r="$(field rootBytes)" -v a="$(field agentBytes)" \
    'BEGIN { printf " %9.1f %10.1f\n", r / 1048576, a / 1048576 }' >> "$results"
}

show "tree, sigma 0.5" 64 0.5
show "no agents, sigma 0.5" 0 0.5
show "tree, sigma 1.0" 64 1.0

echo
printf '%-22s %10s %10s %8s %8s %9s %9s %9s %9s %9s %9s %10s\n' run 'makespan s' 'ideal s' ratio 'longest' 'in /s' 'out /s' \
  'peak /s' busy 'greedy s' 'root MiB' 'agent MiB'
cat "$results"
echo "records: $out"

# What the comparisons share. Sourced, not run: it needs $root, the top of the repository.
# shellcheck shell=sh disable=SC2154

merlin=${MERLIN:-$root/merlin}

stop() {
  echo "$0: $*" >&2
  exit 1
}

# build NAME: compiles reference/NAME.c into $programs
build() {
  cc -std=c11 -O2 -Wall -Wextra -o "$programs/$1" "$root/bench/reference/$1.c" "$root/bench/reference/reference.c" ||
    stop "cannot compile $1.c"
}

# options "NAME …" "$@": reads the command line: --NAME VALUE sets $NAME; --tiny calls tiny, and -h or --help usage.
options() {
  names=$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --tiny) tiny; shift; continue ;;
      -h | --help) usage; exit 0 ;;
    esac
    name=${1#--}
    # What is evaluated below is a name and nothing else.
    case $name in
      '' | "$1" | *[!a-z]*) misused ;;
    esac
    case " $names " in
      *" $name "*) [ $# -ge 2 ] || misused ;;
      *) misused ;;
    esac
    eval "$name=\$2"
    shift 2
  done
}

misused() {
  usage >&2
  exit 2
}

# build_benchmarks: builds Merlin.Benchmarks, which is then $program
build_benchmarks() {
  program=$root/artifacts/bin/Merlin.Benchmarks/release/Merlin.Benchmarks
  dotnet build "$root/bench/Merlin.Benchmarks" --configuration Release --verbosity quiet
}

# measure_with COMMAND OPTION …: measures the real program in a new directory on $disk, by a command of Merlin.Benchmarks
measure_with() {
  mkdir -p "$disk" "$(dirname "$out")"
  work=$(mktemp -d "$disk/$1.XXXXXX")
  trap 'end_site "$work/site"; clean "$work"' EXIT
  trap 'exit 130' INT TERM
  "$merlin" --version > /dev/null
  build_benchmarks
  command=$1
  shift
  "$program" "$command" --work "$work" --merlin "$merlin" --out "$out" --machine "$(machine)" --commit "$(commit)" "$@"
}

# end_site DIRECTORY: ends what a run that was interrupted or has crashed has left in its directory; a run that came to its
# end has left nothing. A worker would wait for its broker to come back, so it is told to leave first.
end_site() {
  if [ -f "$1/redis.pid" ]; then
    kill "$(cat "$1/redis.pid")" 2> /dev/null || true
  fi
  if [ -d "$1/merlin_server" ]; then
    MERLIN_BROKER="$1/merlin_server/app.yaml" "$merlin" stop-workers > /dev/null 2>&1 || true
    "$merlin" server stop --directory "$1/merlin_server" > /dev/null 2>&1 || true
  fi
}

# Removes a work directory that this run has made.
clean() {
  rm -rf "${1:?}"
}

# Text as the inside of a JSON string.
escaped() {
  printf %s "$1" | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g'
}

machine() {
  model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
  printf '{"cpu":"%s","cores":%d,"kernel":"%s"}' "$(escaped "$model")" "$(getconf _NPROCESSORS_ONLN)" \
    "$(escaped "$(uname -sr)")"
}

commit() {
  git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown
}

# record WORKLOAD PARAMETERS REPEAT FIELDS: appends one JSON record to $out; PARAMETERS and FIELDS are JSON members.
record() {
  printf '{"workload":"%s","parameters":{%s},"machine":%s,"commit":"%s","repeat":%d,%s}\n' \
    "$1" "$2" "$machine" "$commit" "$3" "$4" >> "$out"
}

# The median of the numbers on standard input, one a line.
median() {
  sort -n | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# What the comparisons share. Sourced, not run: it needs $root, the top of the repository.

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

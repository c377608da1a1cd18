# How whole systems are compared: what run.sh and sleep.sh share. Sourced, not run; it needs $root, the top of the repository.
# shellcheck shell=sh disable=SC2034,SC2154,SC2317
#
# contenders/NAME.sh tells of a system; it is sourced in a shell of its own, and says
#   title       what it is
#   share       it runs a task where others run so many, because it is slow (1)
#   places      the file systems that it is measured on: memory, disk, or both (memory)
#   missing     prints why it cannot be measured here, or nothing
#   version     prints its version, or nothing
#   prepare     starts what runs all the time, and warms it up, before the clock
#   run         runs $tasks tasks, $slots at a time, by "timed COMMAND ..."; its files go to $work
#   finish      ends what prepare has started; also called when something has failed
# A task is $task with its number as argument.

# shellcheck source=bench/common.sh
. "$root/bench/common.sh"
here=$root/bench/overhead

# begin DISK: makes the places, the programs and the list of results; everything is gone when the script ends.
begin() {
  [ -x "$merlin" ] || stop "$merlin is not there or not executable"
  command -v cc > /dev/null 2>&1 || stop "a C compiler (cc) is needed for the programs that measure"
  memory=$(mktemp -d /dev/shm/merlin-bench.XXXXXX) || stop "/dev/shm is needed as memory file system"
  trap 'clean "$memory"' EXIT
  mkdir -p "$1"
  disk=$(mktemp -d "$1/overhead.XXXXXX")
  trap 'clean "$memory"; clean "$disk"' EXIT
  trap 'exit 130' INT TERM
  programs=$memory/programs
  results=$memory/results
  absent=$memory/absent
  mkdir "$programs" "$memory/home" "$memory/tmp"
  : > "$results"
  : > "$absent"
  for program in measure spawn_ready spawn_files serve_nothing; do
    build "$program"
  done
  # Builds it where that is needed.
  "$merlin" --version > /dev/null || stop "$merlin does not work"

  # Nothing of the user's own configuration counts here, and nothing is left in it.
  export HOME="$memory/home" TMPDIR="$memory/tmp"
  unset FLUX_URI MERLIN_BROKER
  [ -z "${MERLIN_FLUX_PREFIX:-}" ] || PATH=$MERLIN_FLUX_PREFIX/bin:$PATH
  date=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  commit=$(commit)
  read -r load _ < /proc/loadavg
}

# write_task COMMAND: the script that all contenders run for a task; without a command it does nothing with its number.
write_task() {
  task=$memory/task.sh
  printf '#!/bin/bash\n\n%s' "${1:-: \$1}" > "$task"
  chmod 755 "$task"
}

# numbers COUNT: a file of the tasks' numbers, one a line, in $numbers
numbers() {
  numbers=$memory/numbers-$1.csv
  [ -f "$numbers" ] || awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print i }' > "$numbers"
}

# load NAME: becomes a contender, in a shell of its own
load() {
  title=$1
  share=1
  places=memory
  missing() { :; }
  version() { :; }
  prepare() { :; }
  finish() { :; }
  # shellcheck disable=SC1090
  . "$here/contenders/$1.sh"
}

# need COMMAND ...: says which of some commands is not there
need() {
  for needed in "$@"; do
    command -v "$needed" > /dev/null 2>&1 || { echo "the command $needed is not there"; return; }
  done
}

# python_with MODULE ...: a Python that has some modules; the system's own is asked too, where another comes first
python_with() {
  modules=$(echo "$*" | sed 's/ /, /g')
  for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c "import $modules" > /dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
}

# timed COMMAND ...: runs it, and keeps how long that took in $seconds
timed() {
  "$programs/measure" -l "$memory/log" "$@" > "$memory/line"
  took
}

# took: reads what "measure" has printed to $memory/line
took() {
  read -r status seconds _ < "$memory/line"
  [ "$status" = 0 ] || fails "$title ended with $status" "$memory/log"
}

# fails WORDS LOG: ends the contender, and shows the end of a log
fails() {
  tail -n 20 "$2" >&2
  echo "$1" > "$memory/failure"
  exit 1
}

# await WORDS LOG COMMAND ...: waits until a command succeeds, for at most a minute
await() {
  awaited=$1
  await_log=$2
  shift 2
  tries=0
  until "$@" > /dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fails "$awaited" "$await_log"
    sleep 0.1
  done
}

# end_process PID: asks a process of ours to end, and waits until it has
end_process() {
  [ -n "$1" ] || return 0
  kill "$1" 2> /dev/null || true
  wait "$1" 2> /dev/null || true
}

# select_contenders PATTERN NAME ...: keeps those that match and can be measured in $chosen, and notes the others
select_contenders() {
  only=$1
  shift
  chosen=
  for one in "$@"; do
    if echo "$one" | grep -Eq -- "$only"; then
      reason=$(load "$one"; missing)
      if [ -z "$reason" ]; then
        chosen="$chosen $one"
      else
        leave_out "$one" "$reason"
      fi
    fi
  done
  [ -n "$chosen" ] || stop "none of the systems can be measured here"
}

# leave_out NAME REASON
leave_out() {
  printf '%s\t%s\n' "$1" "$2" >> "$absent"
  echo "$1 is left out: $2" >&2
}

# measure_one NAME PLACE ROUND: one turn, in a shell of its own
measure_one() {
  case $2 in
    memory) directory=$memory ;;
    disk) directory=$disk ;;
  esac
  (
    load "$1"
    case " $places " in
      *" $2 "*) ;;
      *) exit 0 ;;
    esac
    tasks=$(((tasks + share - 1) / share))
    work=$directory/work
    mkdir "$work" || exit 1
    trap 'finish; clean "$work"' EXIT
    trap 'exit 130' INT TERM
    prepare
    numbers "$tasks"
    run
    printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$tasks" "$seconds" >> "$results"
    echo "$2, round $3: $title, $tasks tasks in $seconds s" >&2
  )
}

# measure_round PLACE ROUND: all of them, beginning with another one each time. One that fails is measured no more; if it
# is not Merlin's business, the others go on.
measure_round() {
  # shellcheck disable=SC2086
  set -- "$1" "$2" $chosen
  place=$1
  round=$2
  shift 2
  turns=$((round % $#))
  while [ "$turns" -gt 0 ]; do
    first=$1
    shift
    set -- "$@" "$first"
    turns=$((turns - 1))
  done
  for one in "$@"; do
    status=0
    measure_one "$one" "$place" "$round" || status=$?
    [ "$status" -ne 130 ] || exit 130
    if [ "$status" -ne 0 ]; then
      reason=$(cat "$memory/failure" 2> /dev/null || echo "$one failed")
      case $one in
        merlin-* | spawn-*) stop "$reason" ;;
      esac
      leave_out "$one" "$reason"
      chosen=$(echo " $chosen " | sed "s/ $one / /")
    fi
  done
  case $chosen in
    *[!\ ]*) ;;
    *) stop "none of the systems could be measured" ;;
  esac
}

# write_record FILE WORKLOAD PAYLOAD ROUNDS: the run as one JSON object
write_record() {
  {
    printf '{\n  "workload": "%s",\n  "date": "%s",\n  "commit": "%s",\n' "$2" "$date" "$commit"
    printf '  "machine": %s,\n' "$(facts)"
    printf '  "slots": %d,\n  "payload": %s,\n  "rounds": %d,\n' "$slots" "$3" "$4"
    printf '  "contenders": ['
    comma=
    for one in $chosen; do
      for place in memory disk; do
        times=$(times_of "$one" "$place")
        [ -n "$times" ] || continue
        printf '%s\n    {"name": "%s", "title": "%s", "version": "%s", "place": "%s", "tasks": %d,\n     "times": [%s]}' \
          "$comma" "$one" "$(load "$one"; escaped "$title")" "$(load "$one"; escaped "$(version)")" "$place" \
          "$(awk -F '\t' -v who="$one" -v place="$place" '$1 == who && $2 == place { print $4; exit }' "$results")" "$times"
        comma=,
      done
    done
    printf '\n  ],\n  "absent": ['
    comma=
    while IFS="$(printf '\t')" read -r one reason; do
      printf '%s\n    {"name": "%s", "reason": "%s"}' "$comma" "$one" "$(escaped "$reason")"
      comma=,
    done < "$absent"
    printf '\n  ]\n}\n'
  } > "$1"
}

times_of() {
  awk -F '\t' -v who="$1" -v place="$2" '$1 == who && $2 == place {
    printf "%s{\"round\": %d, \"seconds\": %s}", comma, $3, $5; comma = ", " }' "$results"
}

facts() {
  processor=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
  memory_size=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)
  system=$(. /etc/os-release 2> /dev/null && echo "${PRETTY_NAME:-}")
  printf '{"cpu": "%s", "cores": %d, "memoryKiB": %d, "kernel": "%s", "system": "%s", "load": %s}' "$(escaped "$processor")" \
    "$(getconf _NPROCESSORS_ONLN)" "$memory_size" "$(escaped "$(uname -sr)")" "$(escaped "$system")" "$load"
}

# record_name WORKLOAD: the run's file, by date and commit
record_name() {
  echo "$1-$(echo "$date" | tr -d ':' | cut -c 1-15)-$(echo "$commit" | cut -c 1-10).json"
}

# report FILE: the run as tables, and its bars
report() {
  build_benchmarks > "$memory/build.log" 2>&1 ||
    { cat "$memory/build.log" >&2; stop "Merlin.Benchmarks cannot be built"; }
  echo
  "$program" report "$1"
  echo "record: $1"
}

# The processes themselves: a C loop over posix_spawn, with the scripts there before the clock.
# shellcheck shell=sh disable=SC2034,SC2154
title='spawn_ready (C)'
places='memory disk'

run() {
  reference spawn_ready
}

# reference PROGRAM: its own clock counts
reference() {
  "$programs/$1" "$work" "$tasks" "$slots" ${command:+"$command"} > "$memory/line" 2> "$memory/log" || fails "$1 failed" "$memory/log"
  read -r seconds _ < "$memory/line"
}

# xargs -P: a process for each number, and nothing else.
# shellcheck shell=sh disable=SC2034,SC2154
title='xargs -P'

missing() {
  need xargs
}

version() {
  xargs --version | sed -n '1s/^xargs (\(.*\)) \(.*\)/\1 \2/p'
}

run() {
  timed xargs -a "$numbers" -n 1 -P "$slots" "$task"
}

# The packed layout and serve mode: a program that answers for each sample and does nothing else.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/contenders/merlin-packed.sh
. "$here/contenders/merlin-packed.sh"
title='Merlin local, packed, serve mode'
run_keys='      serve: true'
serve_command="exec $programs/serve_nothing"

missing() {
  if [ -n "$command" ]; then
    echo "a task that serves runs no command"
  else
    refusal
  fi
}

# The same with its scripts in subshells of a bash that stays.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/contenders/merlin-local.sh
. "$here/contenders/merlin-local.sh"
title='Merlin local, shell server'
run_keys='      shell_server: true'

missing() {
  refusal
}

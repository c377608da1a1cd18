# merlin run --local in the packed layout.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/contenders/merlin-local.sh
. "$here/contenders/merlin-local.sh"
title='Merlin local, packed'
sample_keys='    layout: packed'

missing() {
  refusal
}

run() {
  run_local
  has_files 0
}

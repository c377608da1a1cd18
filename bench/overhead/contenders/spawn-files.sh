# The same loop, which also makes each task's directory, script, output files and MERLIN_FINISHED.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/contenders/spawn-ready.sh
. "$here/contenders/spawn-ready.sh"
title='spawn_files (C)'

run() {
  reference spawn_files
}

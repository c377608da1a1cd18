# merlin run --local, as it is.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/merlin.sh
. "$here/merlin.sh"
title='Merlin local'
places='memory disk'

run() {
  run_local
  has_files "$tasks"
}

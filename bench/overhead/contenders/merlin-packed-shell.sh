# The packed layout and the shell server.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/contenders/merlin-packed.sh
. "$here/contenders/merlin-packed.sh"
title='Merlin local, packed, shell server'
run_keys='      shell_server: true'

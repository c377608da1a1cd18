# A broker, and the tree of workers in a Flux instance of one broker; merlin run --wait outside of it.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/contenders/merlin-broker.sh
. "$here/contenders/merlin-broker.sh"
title='Merlin under Flux'
places=memory
batch_keys='batch: {type: flux}'

missing() {
  reason=$(need flux)
  if [ -n "$reason" ]; then
    echo "$reason"
  elif [ "$slots" -ne "$(getconf _NPROCESSORS_ONLN)" ]; then
    echo "a Flux instance has as many slots as this machine has cores, not $slots"
  fi
}

version() {
  echo "$("$merlin" --version), Flux $(flux version | sed -n 's/^libflux-core: *//p')"
}

prepare() {
  start_broker
  merlin_spec "$work/tree.yaml" 1
  (cd "$work" && exec flux start -s 1 "$merlin" run-workers tree.yaml --persist) > "$work/worker.log" 2>&1 &
  worker=$!
  await 'the workers do not come' "$work/worker.log" grep -q 'is attached' "$work/worker.log"
  warm_up
}

# The workers leave in good order, and their instance ends with them.
finish() {
  if [ -n "$worker" ]; then
    "$merlin" stop-workers --queues overhead > /dev/null 2>&1 || kill "$worker" 2> /dev/null || true
    wait "$worker" 2> /dev/null || true
  fi
  stop_broker
}

# A broker at tcp:// with keys, a worker, and merlin run --wait.
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=bench/overhead/merlin.sh
. "$here/merlin.sh"
title='Merlin, broker and worker'
places='memory disk'
worker=

# A tenth of the tasks warms both up.
prepare() {
  start_broker
  "$merlin" worker --concurrency "$slots" --queues '[merlin]_overhead' > "$work/worker.log" 2>&1 &
  worker=$!
  await 'the worker does not come' "$work/worker.log" grep -q 'Connected to the broker' "$work/worker.log"
  warm_up
}

run() {
  merlin_spec "$work/spec.yaml" "$tasks"
  timed "$merlin" run --wait --strict "$work/spec.yaml" --vars OUTPUT_PATH="$work/out"
  has_files "$tasks"
}

finish() {
  end_process "$worker"
  stop_broker
}

start_broker() {
  "$merlin" server init --directory "$work/server" --ipaddress 127.0.0.1 > "$work/server.log" 2>&1 ||
    fails 'no broker can be set up' "$work/server.log"
  "$merlin" server start --directory "$work/server" > "$work/server.log" 2>&1 ||
    fails 'the broker does not start' "$work/server.log"
  export MERLIN_BROKER="$work/server/app.yaml"
}

warm_up() {
  merlin_spec "$work/warm.yaml" "$(((tasks + 9) / 10))"
  "$merlin" run --wait "$work/warm.yaml" --vars OUTPUT_PATH="$work/warm" > "$work/warm.log" 2>&1 ||
    fails 'the first study failed' "$work/warm.log"
}

stop_broker() {
  [ ! -d "$work/server" ] || "$merlin" server stop --directory "$work/server" > /dev/null 2>&1 || true
}

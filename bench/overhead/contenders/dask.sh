# Dask distributed: a scheduler, as many worker processes of one thread as slots, and a future for each task.
# shellcheck shell=sh disable=SC2034,SC2154
title='Dask distributed'
share=5
scheduler=
workers=

missing() {
  [ -n "$(python)" ] || echo "no python3 has the module distributed"
}

python() {
  python_with distributed
}

version() {
  "$(python)" -c 'import distributed; print(distributed.__version__)'
}

prepare() {
  export PYTHONDONTWRITEBYTECODE=1
  "$(python)" -m distributed.cli.dask_scheduler --host 127.0.0.1 --port 0 --no-dashboard --no-show \
    --scheduler-file "$work/scheduler.json" > "$work/scheduler.log" 2>&1 &
  scheduler=$!
  await 'the scheduler does not come' "$work/scheduler.log" test -s "$work/scheduler.json"
  "$(python)" -m distributed.cli.dask_worker --scheduler-file "$work/scheduler.json" --nworkers "$slots" --nthreads 1 \
    --no-dashboard --local-directory "$work" > "$work/workers.log" 2>&1 &
  workers=$!
  submit "$(((tasks + 9) / 10))" > "$work/submit.log" 2>&1 || fails 'the first tasks failed' "$work/submit.log"
}

run() {
  timed "$(python)" "$here/contenders/dask_submit.py" "$work/scheduler.json" "$slots" "$task" "$tasks"
}

submit() {
  "$(python)" "$here/contenders/dask_submit.py" "$work/scheduler.json" "$slots" "$task" "$1"
}

finish() {
  end_process "$workers"
  end_process "$scheduler"
}

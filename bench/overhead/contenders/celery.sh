# A Celery worker with a prefork pool, and Redis at a socket in memory, which keeps nothing on disk: one message for each
# task, one result for each. Prefetch is Celery's default.
# shellcheck shell=sh disable=SC2034,SC2154
title='Celery + Redis'
share=5
redis=
celery=

missing() {
  reason=$(need redis-server redis-cli)
  if [ -n "$reason" ]; then
    echo "$reason"
  elif [ -z "$(python)" ]; then
    echo "no python3 has the modules celery and redis"
  fi
}

python() {
  python_with celery redis
}

version() {
  "$(python)" -c 'import celery; print(celery.__version__, end=", ")'
  redis-server --version | sed 's/.* v=\([^ ]*\) .*/Redis \1/'
}

prepare() {
  export BENCH_REDIS="$work/redis.sock" PYTHONPATH="$here/contenders" PYTHONDONTWRITEBYTECODE=1
  redis-server --port 0 --unixsocket "$BENCH_REDIS" --save '' --appendonly no --dir "$work" > "$work/redis.log" 2>&1 &
  redis=$!
  await 'Redis does not answer' "$work/redis.log" redis-cli -s "$BENCH_REDIS" ping
  "$(python)" -m celery -A celery_tasks worker --pool prefork --concurrency "$slots" --loglevel INFO > "$work/celery.log" 2>&1 &
  celery=$!
  await 'the worker does not come' "$work/celery.log" grep -q 'ready\.' "$work/celery.log"
  submit "$(((tasks + 9) / 10))" > "$work/submit.log" 2>&1 || fails 'the first tasks failed' "$work/submit.log"
}

run() {
  timed "$(python)" "$here/contenders/celery_submit.py" "$task" "$tasks"
}

submit() {
  "$(python)" "$here/contenders/celery_submit.py" "$task" "$1"
}

finish() {
  end_process "$celery"
  end_process "$redis"
}

# flux bulksubmit: one Flux job for each task, in an instance of one broker.
# shellcheck shell=sh disable=SC2034,SC2154
title='flux bulksubmit'
share=50

missing() {
  reason=$(need flux)
  if [ -n "$reason" ]; then
    echo "$reason"
  elif [ "$slots" -ne "$(getconf _NPROCESSORS_ONLN)" ]; then
    echo "a Flux instance has as many slots as this machine has cores, not $slots"
  fi
}

version() {
  flux version | sed -n 's/^libflux-core: *//p'
}

# The instance starts and runs a first job before the clock.
run() {
  cat > "$work/instance.sh" <<'SH'
flux run -n 1 /bin/true &&
exec "$1" -l "$2" sh -c 'flux bulksubmit --quiet --wait -n 1 "$0" {} < "$1"' "$3" "$4"
SH
  flux start -s 1 sh "$work/instance.sh" "$programs/measure" "$memory/log" "$task" "$numbers" > "$memory/line" 2> "$work/flux.log" ||
    fails 'the instance ended with an error' "$work/flux.log"
  took
}

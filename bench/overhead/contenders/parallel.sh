# GNU parallel, as it is: it keeps the output of each job apart.
# shellcheck shell=sh disable=SC2034,SC2154
title='GNU parallel'
share=5

missing() {
  reason=$(need parallel)
  if [ -n "$reason" ]; then
    echo "$reason"
  elif ! parallel --version 2> /dev/null | grep -q '^GNU parallel'; then
    echo "the command parallel is not GNU's"
  fi
}

version() {
  parallel --version | sed -n '1s/^GNU parallel //p'
}

run() {
  timed parallel --will-cite --jobs "$slots" --arg-file "$numbers" "$task"
}

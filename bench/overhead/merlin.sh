# Merlin's studies, for the contenders that are Merlin. Sourced, not run.
# shellcheck shell=sh disable=SC2034,SC2154

version() {
  "$merlin" --version
}

# What the step, its samples and the spec have beside a command.
run_keys=
sample_keys=
batch_keys=

# merlin_spec FILE TASKS: a study of one sampled step; its command names the sample's number, or there would be one task
merlin_spec() {
  numbers "$2"
  if [ -n "$command" ]; then
    merlin_command="$command # \$(X)"
  else
    merlin_command=": \$(X)"
  fi
  cat > "$1" <<YAML
description: {name: overhead, description: tasks that do nothing}
${batch_keys}
env:
  variables: {OUTPUT_PATH: nowhere}
study:
  - name: nothing
    description: does nothing
    run:
      cmd: '${serve_command:-$merlin_command}'
      task_queue: overhead
${run_keys}
merlin:
  resources: {workers: {overhead: {steps: [nothing]}}}
  samples:
    file: $numbers
    column_labels: [X]
${sample_keys}
YAML
}

# refusal: what Merlin says about the spec, where it does not take it
refusal() {
  trial=$(mktemp -d "$memory/trial.XXXXXX")
  merlin_spec "$trial/spec.yaml" 2
  if ! (cd "$trial" && "$merlin" run --local --strict --concurrency 1 spec.yaml --vars OUTPUT_PATH="$trial/out") \
    > "$trial/log" 2>&1 < /dev/null; then
    echo "this Merlin does not run its spec: $(sed -n 's/.*ERROR\] *//; s/.*spec\.yaml:[0-9:]* *//; /key/{p;q;}' "$trial/log")"
  fi
  clean "$trial"
}

# run_local: the whole of "merlin run --local", from start to exit
run_local() {
  merlin_spec "$work/spec.yaml" "$tasks"
  timed "$merlin" run --local --strict --concurrency "$slots" "$work/spec.yaml" --vars OUTPUT_PATH="$work/out"
}

# has_files WANTED: whether the full layout's files are there, or none
has_files() {
  finished=$(find "$work/out" -name MERLIN_FINISHED | wc -l)
  [ "$finished" -eq "$1" ] || fails "$title left $finished finished files and not $1" "$memory/log"
}

#!/bin/sh
# What a rank of a parallel program does: finds out who it is, and writes its part. Usage: rank.sh INPUT
set -eu
value=$(cat "$1")
printf '%s %s %s\n' "$FLUX_TASK_RANK" "$FLUX_JOB_SIZE" "${value:-0}" > "rank.$FLUX_TASK_RANK"

#!/bin/sh
#flux: -N 4 --time-limit=30m --job-name=merlin --output=allocation.{{id}}.log
merlin run-workers flux_ensemble.yaml

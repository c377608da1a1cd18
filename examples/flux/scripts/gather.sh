#!/bin/sh
# Puts the parts of all ranks together, and fails when one is missing. Usage: gather.sh RANKS
set -eu
rank=0
while [ "$rank" -lt "$1" ]; do
    read -r number size value < "rank.$rank"
    if [ "$number" != "$rank" ] || [ "$size" != "$1" ]; then
        echo "rank.$rank says that it is rank $number of $size, and $1 were asked for" >&2
        exit 1
    fi
    echo "$value"
    rank=$((rank + 1))
done

#!/usr/bin/env bash
# Builds everything and runs all tests. The last line sums up: N passed, N failed, N skipped.
set -u
cd "$(dirname "$0")" || exit 1

if ! command -v dotnet >/dev/null 2>&1; then
    echo "test.sh: the .NET 10 SDK is needed and 'dotnet' is not on PATH; see https://dotnet.microsoft.com/download" >&2
    exit 1
fi

# Tests of the network cannot run without the library; those against an independent implementation say why they are skipped.
build/install-packages.sh test.sh libzmq5 || exit 1
build/install-packages.sh test.sh python3 python3-zmq python3-msgpack || true

# Its tests build merlin-launch; without Flux's headers they are skipped, for this reason.
make --silent -C native can-build || true

dotnet build Merlin.sln --configuration Release --nologo --verbosity quiet || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

status=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# Two projects at a time. The tests of the command line come first: they wait most of their time for processes, and take as
# long as all others together. (A job of this shell's own in the background would ignore interrupts, which are tested.)
command_line=tests/Merlin.Cli.Tests/Merlin.Cli.Tests.csproj
{
    echo "$command_line"
    printf '%s\n' tests/*/*.Tests.csproj | grep -v -F "$command_line"
} | xargs -P 2 -I PROJECT sh -c '
    log=$1/$(basename "$2" .csproj)
    dotnet test "$2" --configuration Release --no-build --nologo --logger "console;verbosity=minimal" > "$log" 2>&1
    status=$?
    cat "$log"
    exit $status' sh "$logs" PROJECT || status=1

awk '
    /^(Passed|Failed|Skipped)! +- Failed:/ {
        for (i = 1; i < NF; i++) {
            if ($i == "Failed:") failed += $(i + 1)
            if ($i == "Passed:") passed += $(i + 1)
            if ($i == "Skipped:") skipped += $(i + 1)
        }
        projects++
    }
    END {
        printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
        exit (projects == 0)
    }' "$logs"/*.Tests || status=1
exit $status

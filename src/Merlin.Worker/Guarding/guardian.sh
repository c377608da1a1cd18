# Waits for the end of a worker and, if the worker was killed, for that of its tasks and of their jobs.
#
# $1: the address of the worker's own Flux instance; none where it has none.
# $2, $3: where it has several nodes, the address of the instance above, and the job there that it is; see LostInstance.
# 0: a pipe that only the worker can write to, and every process that it is starting until its program has begun;
# 3: the lock that must stay taken as long as a task lives, or /dev/null;
# 4: the worker's table of process groups, see GroupTable.
trap '' INT HUP TERM QUIT
cd /

IFS= read -r word
[ "$word" = done ] && exit 0

# Splits a line of /proc/PID/stat; the program's name in it may contain anything.
parse() {
    set -- ${1##*) }
    state=$1 group=$3 session=$4
}

IFS=' '
read -r line < /proc/$$/stat
parse "$line"
own_session=$session

# Whether a process belongs to a job of the instance; see StrandedProcesses, which does the same for a living worker.
belongs() {
    at_instance= in_job=
    IFS='
'
    set -f
    for entry in $(tr '\000\n' '\n ' < "/proc/$1/environ"); do
        case $entry in
        "FLUX_URI=$instance") at_instance=yes ;;
        FLUX_KVS_NAMESPACE=*) in_job=yes ;;
        esac
    done
    set +f
    IFS=' '
    [ -n "$at_instance" ] && [ -n "$in_job" ]
}

# Kills what jobs of the instance have left on this host, until two looks have found nothing: one that was being forked, or
# was just becoming another program, is seen by the next look. A broker that still lives ends its jobs anyway.
end_jobs() {
    instance=$1
    belongs $$ && return 0
    quiet=0
    looks=0
    while [ "$looks" -lt 100 ] && [ "$quiet" -lt 2 ]; do
        quiet=$((quiet + 1))
        IFS='
'
        for file in $(grep -l -F -e "FLUX_URI=$instance" /proc/[0-9]*/environ); do
            pid=${file#/proc/}
            pid=${pid%/environ}
            belongs "$pid" && kill -s KILL "$pid" && quiet=0
        done
        looks=$((looks + 1))
        sleep 0.05 || sleep 1
    done
    [ "$quiet" -gt 0 ]
}

# The worker is dead: the table stands still. R: runs, with its group. I: was about to be started, with its script.
groups=' '
IFS='
'
set -f
for line in $(tr -d '\000' <&4); do
    case $line in
    R*)
        pid=${line#??}
        groups="$groups${pid%% *} "
        ;;
    I*)
        script=${line#?????????????}
        for file in $(set +f; grep -l -F -e "$script" /proc/[0-9]*/cmdline 2>/dev/null); do
            pid=${file#/proc/}
            pid=${pid%/cmdline}
            { read -r line < "/proc/$pid/stat"; } 2>/dev/null || continue
            IFS=' '
            parse "$line"
            IFS='
'
            [ "$group" = "$pid" ] && [ "$session" = "$own_session" ] && groups="$groups$pid "
        done
        ;;
    esac
done
set +f
IFS=' '

for group in $groups; do
    kill -s KILL -- "-$group" 2>/dev/null
done

# Until none of them lives; a process that nobody has reaped yet is dead.
tries=0
alive=unknown
while [ -n "$alive" ] && [ "$tries" -lt 100 ]; do
    alive=
    for file in /proc/[0-9]*/stat; do
        { read -r line < "$file"; } 2>/dev/null || continue
        parse "$line"
        case $groups in
        *" $group "*)
            case $state in
            Z | X) ;;
            *) alive="$alive $group" ;;
            esac
            ;;
        esac
    done
    for group in $alive; do
        kill -s KILL -- "-$group" 2>/dev/null
    done
    tries=$((tries + 1))
    [ -z "$alive" ] || sleep 0.05 2>/dev/null || sleep 1
done

[ $# -eq 0 ] || end_jobs "$1" 2>/dev/null || alive=unknown
if [ $# -ge 3 ]; then
    # The lock is held meanwhile: not for ever where the instance above does not answer. A signal that can be ignored is here.
    if command -v timeout > /dev/null; then
        FLUX_URI=$2 timeout -s KILL 60 flux cancel "$3"
    else
        FLUX_URI=$2 flux cancel "$3"
    fi
fi
[ -z "$alive" ]

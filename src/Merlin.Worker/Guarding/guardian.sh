# Waits for the end of a worker and, if the worker was killed, for that of its tasks.
#
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
while [ "$tries" -lt 100 ]; do
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
    [ -z "$alive" ] && exit 0
    for group in $alive; do
        kill -s KILL -- "-$group" 2>/dev/null
    done
    tries=$((tries + 1))
    sleep 0.05 2>/dev/null || sleep 1
done
exit 1

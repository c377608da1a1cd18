# Runs scripts for a worker, each in a subshell, until nobody takes its answers any more.
#
# 3: requests, padded to a length that is the second argument, so that one read takes one in (on a pipe, lines are read byte
#    by byte); 4: answers; 5: this text.
# A request begins with the id of the subshell that it is for, since the next one comes upon it where that one was ended before it
# had read it. The rest is shell text: directory, script, output and error file as words, then commands that set variables.
# An answer is a line: the id of the subshell that waits for the next request, which it shares with its process group, and the
# exit status of the last. A subshell that cannot get at its files exits with 126 and says why on standard error, where this
# shell also tells of each that was killed by a signal.
# All of its own state is in positional parameters, so that scripts find no variable of it. The environment may bring functions
# that are called like builtins, and SHELLOPTS with errexit. What SHELLOPTS has bash print of its commands is for scripts only:
# here it would look like a reason on standard error.
exec 5<&-
if ((BASH_VERSINFO[0] < 5)); then
    echo "shell servers need bash 5.0 or newer, and this is bash $BASH_VERSION" >&2
    exit 1
fi
set -- "$2" 0 "${OLDPWD-}" "${-//[!vx]/}"
set +vx
exec >&4 4>&-
builtin cd /
while :; do
    # Job control is for the subshell's own process group alone. Where it is on when the subshell is killed, bash may forget
    # the job before it waits for it, and then waits for ever at full speed.
    set -m
    (
        builtin read -r -N "$1" -u 3 || exit
        [[ $REPLY == "$BASHPID "* ]] || exit
        set +m
        eval "set -- \"\$3\" \"\$4\" ${REPLY#* }"
        unset -v REPLY
        builtin cd -P -- "$3" && exec >>"$5" 2>>"$6" 3<&- || exit 126
        OLDPWD=$1
        [ "$1" ] || { unset -v OLDPWD; export OLDPWD; }
        BASH_ARGV0=$3/$4
        BASH_SUBSHELL=0
        SECONDS=0
        set ${2:+"-$2"} --
        . "$0"
        exit
    ) >&2 &
    set +m
    builtin echo "$! $2" || exit
    builtin wait "$!" && set -- "$1" 0 "$3" "$4" || set -- "$1" "$?" "$3" "$4"
done

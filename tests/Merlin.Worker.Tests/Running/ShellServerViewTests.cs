using System.Text.RegularExpressions;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Running;

/// <summary>What a script in a shell server can see of that, and what it cannot: docs/fast-tasks.md says the same.</summary>
public sealed class ShellServerViewTests
{
    // All that bash knows of itself but what differs between any two runs.
    private const string Same =
        """
        declare -p | grep -v -E '^declare -[^ ]* (_|BASHPID|EPOCHREALTIME|EPOCHSECONDS|SRANDOM|RANDOM|SECONDS|BASH_SOURCE|BASH_LINENO|FUNCNAME|PIPESTATUS|BASH_ARGC|BASH_ARGV|PPID)(=|$)'
        echo "0=$0 count=$# status=$? flags=$- background=${!-unset} shlvl=$SHLVL subshell=$BASH_SUBSHELL seconds=$SECONDS line=$LINENO"
        echo "source=${BASH_SOURCE[0]} string=${BASH_EXECUTION_STRING-unset}"
        [[ ${BASH_SOURCE[0]} == "$0" ]] && echo 'the script is the program'
        set -o; shopt; trap -p; jobs; alias; declare -F; hash; history; umask; ulimit -a; pwd
        echo "$PWD|${OLDPWD-unset}"
        env | grep -v '^_=' | sort
        grep -E '^(Sig(Blk|Ign|Cgt)|Umask|NoNewPrivs|Seccomp|Cpus_allowed):' /proc/self/status
        mapfile -t own < /proc/$BASHPID/status # by itself: while it waits for a child it may block SIGCHLD for a moment
        printf '%s\n' "${own[@]}" | grep -E '^(SigBlk|Umask|NoNewPrivs|Seccomp|Cpus_allowed):'
        for f in /proc/$BASHPID/fd/*; do
            # Scripts are open in bash only, and pipes are those of $(…), each with a number of its own.
            case $(readlink "$f") in *.sh) ;; pipe:*) echo "descriptor ${f##*/} pipe" ;; *) echo "descriptor ${f##*/} $(readlink "$f")" ;; esac
        done
        for f in /proc/self/fd/{0..9}; do [ -e $f ] && echo "descriptor ${f##*/}"; done
        read -r line < /proc/$BASHPID/stat; line=${line##*) }; set -- $line
        echo "leads its group: $(( $3 == BASHPID )), terminal $5"
        shopt -s expand_aliases; alias hi='echo hi'
        hi
        f() { local x=1; return 3; }; f; echo $?
        yes | head -1; nice
        (exit 4); echo $?; sleep 0 & wait $!; echo $?
        kill -l TERM; type cd source; ls 3</dev/null >/dev/null; cat; exec 5>x; echo > x; exec 5>&-
        local x
        echo "it goes on"
        cd /nobodys/directory
        trap 'echo bye $?' EXIT
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_script_sees_the_same_as_in_a_process_of_its_own(bool hasStudyVariables)
    {
        PlanNode served = Rig.Node("s", Same) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
        await using Rig rig = Rig.Start(
            [served, served with { Directory = "t", Start = TaskStart.Process }],
            slots: 1,
            change: options => options with
            {
                Variables = hasStudyVariables ? new TaskVariables { Broker = "b", ProgramDirectory = "/opt/merlin" } : null,
            });
        rig.Broker.Lease(1, 0, 0, 1);
        rig.Broker.Lease(2, 1, 0, 1);
        await rig.Broker.Ended(0, 1);
        await rig.Broker.Ended(1, 1);

        foreach (string file in new[] { "s.out", "s.err" })
        {
            string spawned = Regex.Replace(
                rig.Read("t", file), $"(?<={Regex.Escape(rig.Plan.Workspace)}/)t\\b|(?<=7/)1(?=/0)", static found => found.Value == "t" ? "s" : "0");
            Assert.Equal(spawned, rig.Read("s", file));
        }

        Assert.Contains("the script is the program", rig.Read("s", "s.out"), StringComparison.Ordinal);
        Assert.Contains("local: can only be used in a function", rig.Read("s", "s.err"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ $$ = $BASHPID ] && echo yes || echo no", "yes", "no")]
    [InlineData("p=$BASHPID; ps -o ppid= -p $p | grep -qx \" *$PPID\" && echo yes || echo no", "yes", "no")]
    [InlineData("p=$BASHPID; grep SigIgn /proc/$p/status | cut -f2", "0000000000000004", "0000000000000000")]
    [InlineData("return 2>/dev/null; echo went on", "went on", "")]
    [InlineData("echo $(( 1 / 0 ))\necho went on", "went on", "")]
    [InlineData("echo ${#BASH_SOURCE[@]}", "1", "2")]
    [InlineData("p=$BASHPID; tr '\\0' ' ' < /proc/$p/cmdline | grep -c merlin-shell-server", "0", "1")]
    [InlineData("p=$BASHPID; readlink /proc/$p/fd/255 | grep -c sh", "1", "0")]
    public async Task These_are_the_differences(string command, string spawned, string served)
    {
        PlanNode node = Rig.Node("s", command) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
        await using Rig rig = Rig.Start([node, node with { Directory = "t", Start = TaskStart.Process }]);
        rig.Broker.Lease(1, 0, 0, 1);
        rig.Broker.Lease(2, 1, 0, 1);
        await rig.Broker.Ended(0, 1);
        await rig.Broker.Ended(1, 1);

        Assert.Equal((spawned, served), (rig.Read("t", "s.out").Trim(), rig.Read("s", "s.out").Trim()));
    }

    [Fact]
    public async Task Every_task_has_random_numbers_of_its_own()
    {
        PlanNode node = Rig.Sampled("s", "echo $RANDOM$RANDOM$RANDOM", 20) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
        await using Rig rig = Rig.Start([node], samples: 20, slots: 1);
        rig.Broker.Lease(1, 0, 0, 20);
        await rig.Broker.Ended(0, 20);

        string[] numbers = [.. Directory.GetFiles(rig.PathOf("s"), "s.out", SearchOption.AllDirectories).Select(File.ReadAllText)];
        Assert.Equal(20, numbers.Distinct(StringComparer.Ordinal).Count());
    }
}

using Merlin.Broker;
using Merlin.Posix;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Running;

public sealed class ShellServerTests
{
    [Theory]
    [InlineData(true, "true", TaskOutcome.Succeeded, 0)]
    [InlineData(false, "true", TaskOutcome.Succeeded, 0)]
    [InlineData(true, "exit 7", TaskOutcome.SoftFailed, 7)]
    [InlineData(true, "exit 102", TaskOutcome.HardFailed, 102)]
    [InlineData(true, "exit 104", TaskOutcome.Retry, 104)]
    [InlineData(true, "exit 126", TaskOutcome.SoftFailed, 126)]
    [InlineData(true, "exit 143", TaskOutcome.SoftFailed, 143)]
    [InlineData(true, "false", TaskOutcome.SoftFailed, 1)]
    [InlineData(true, "set -e; false; true", TaskOutcome.SoftFailed, 1)]
    [InlineData(true, "set -u; echo $nobody; true", TaskOutcome.SoftFailed, 1)]
    [InlineData(true, "exec sh -c 'exit 9'", TaskOutcome.SoftFailed, 9)]
    [InlineData(true, "trap 'exit 5' EXIT; true", TaskOutcome.SoftFailed, 5)]
    [InlineData(true, "if", TaskOutcome.SoftFailed, 2)]
    [InlineData(true, "nobodys_command_at_all", TaskOutcome.SoftFailed, 127)]
    [InlineData(true, "kill -USR1 $BASHPID", TaskOutcome.SoftFailed, 138)]
    [InlineData(false, "kill -KILL $BASHPID", TaskOutcome.SoftFailed, 137)]
    public async Task The_exit_status_decides(bool pidFd, string command, TaskOutcome outcome, int code)
    {
        await using Rig rig = Rig.Start([Served("s", command), Served("t", command) with { Start = TaskStart.Process }], pidFd);
        rig.Broker.Lease(1, 0, 0, 1);
        rig.Broker.Lease(2, 1, 0, 1);

        TaskRecord served = Assert.Single(await rig.Broker.Ended(0, 1));
        TaskRecord spawned = Assert.Single(await rig.Broker.Ended(1, 1));

        Assert.Equal((outcome, code), (served.Outcome, served.ExitCode));
        Assert.Equal((outcome, code), (spawned.Outcome, spawned.ExitCode));
        Assert.Equal(rig.Read("t", "t.err").Replace("/t/t.sh", "/s/s.sh", StringComparison.Ordinal), rig.Read("s", "s.err"));
    }

    [Fact]
    public async Task The_files_are_those_of_every_task()
    {
        await using Rig rig = Rig.Start([Served("s", "echo out; echo err >&2; pwd; cat")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        Assert.Equal("#!/bin/bash\n\necho out; echo err >&2; pwd; cat\n", rig.Read("s", "s.sh"));
        Assert.Equal($"out\n{rig.PathOf("s")}\n", rig.Read("s", "s.out"));
        Assert.Equal("err\n", rig.Read("s", "s.err"));
        Assert.Equal(
            ["MERLIN_FINISHED", "MERLIN_STATUS.json", "s.err", "s.out", "s.sh"],
            Directory.GetFiles(rig.PathOf("s")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_task_leaves_nothing_to_the_next_one_of_its_server()
    {
        const string Leave =
            """
            echo $$ > ../../server
            x=1; export y=2; f() { :; }; alias a=b; shopt -s extglob; set -euf; trap 'echo t' EXIT USR1; umask 0; ulimit -n 50
            cd /; exec 7</dev/null; set -- p q; IFS=x; PS4=z; RANDOM=5; readonly r=1; sleep 0 & wait; hash -p /bin/true ls
            """;
        const string Look =
            """
            [ "$$" = "$(cat ../../server)" ] || echo another server
            echo "$#:$x:$y:$r:$-:$SECONDS:$PWD:$(umask):$(ulimit -n):$(ulimit -Hn)"; printf %q "$IFS$PS4"; trap -p; alias; declare -F; jobs; hash
            shopt extglob; ls /proc/self/fd
            """;
        PlanNode leaves = Rig.Sampled("s", Leave, 1) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
        await using Rig rig = Rig.Start(
            [leaves with { Directory = "s/a" }, Rig.Sampled("s", Look, 1) with { Shell = "/bin/bash", Start = TaskStart.ShellServer, Directory = "s/b" }, Served("t", Look.Replace("../../server", "../s/server", StringComparison.Ordinal)) with { Start = TaskStart.Process }],
            slots: 1,
            samples: 1);
        for (int ordinal = 0; ordinal < 3; ordinal++)
        {
            rig.Broker.Lease(ordinal + 1, ordinal, 0, 1);
            await rig.Broker.Ended(ordinal, 1);
        }

        string spawned = rig.Read("t", "t.out").Replace("another server\n", "", StringComparison.Ordinal);
        Assert.Equal(spawned.Replace(rig.PathOf("t"), rig.PathOf("s", "b"), StringComparison.Ordinal), rig.Read("s", "b", "s.out"));
        Assert.Equal("", rig.Read("s", "b", "s.err"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timeout_ends_the_whole_group_and_the_next_task_runs(bool pidFd)
    {
        PlanNode slow = Served("s", "trap '' TERM\nsleep 1000 & echo $! > child\nwait; sleep 1000") with { TimeoutSeconds = 4 };
        await using Rig rig = Rig.Start([slow, Served("t", "echo $$")], pidFd, slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));
        rig.Broker.Lease(2, 1, 0, 1);

        Assert.Equal((TaskOutcome.TimedOut, 137), (record.Outcome, record.ExitCode));
        Assert.False(Live.IsAlive(int.Parse(rig.Read("s", "child"))));
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
    }

    [Fact]
    public async Task Whoever_kills_the_server_kills_the_task_and_the_next_one_gets_another_server()
    {
        await using Rig rig = Rig.Start(
            [Served("s", "echo $BASHPID > pid; kill -KILL $$; sleep 1000"), Served("t", "echo $$ > server"), Served("u", "echo ok")], slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);
        TaskRecord killed = Assert.Single(await rig.Broker.Ended(0, 1));
        rig.Broker.Lease(2, 1, 0, 1);
        await rig.Broker.Ended(1, 1);
        int idle = int.Parse(rig.Read("t", "server"));
        Assert.Equal(0, OtherProcess.Signal(idle, SignalNumber.Kill));
        await Rig.Until(() => !Live.IsAlive(idle), "the server lives on");
        rig.Broker.Lease(3, 2, 0, 1);

        Assert.Equal((TaskOutcome.SoftFailed, 137), (killed.Outcome, killed.ExitCode));
        await Rig.Until(() => !Live.IsAlive(int.Parse(rig.Read("s", "pid"))), "the task lives on");
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(2, 1)).Outcome);
    }

    [Fact]
    public async Task Whoever_kills_the_subshell_that_waits_hurts_no_task()
    {
        const string FindNext = "sleep 0; echo $$";
        await using Rig rig = Rig.Start([Served("s", FindNext), Served("t", "echo ok")], slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);
        int server = int.Parse(rig.Read("s", "s.out"));
        int waiting = int.Parse((await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children")).Trim());
        OtherProcess.Signal(waiting, SignalNumber.Kill);
        await Rig.Until(() => HasOtherThan(waiting, server), "the subshell has no successor");
        rig.Broker.Lease(2, 1, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
        Assert.Equal("ok\n", rig.Read("t", "t.out"));
    }

    [Fact]
    public async Task A_task_that_is_ended_before_its_subshell_has_read_of_it_is_not_run_by_the_next()
    {
        const SignalNumber Stop = (SignalNumber)19;
        PlanNode unread = Served("t", "touch ../ran") with { TimeoutSeconds = 1 };
        await using Rig rig = Rig.Start([Served("s", "sleep 0; echo $$"), unread, Served("u", "echo $$")], slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);
        int server = int.Parse(rig.Read("s", "s.out"));
        int waiting = int.Parse((await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children")).Trim());
        OtherProcess.Signal(waiting, Stop);
        await Rig.Until(() => File.ReadAllText($"/proc/{waiting}/stat").Contains(") T ", StringComparison.Ordinal), "the subshell is not stopped");
        rig.Broker.Lease(2, 1, 0, 1);
        Assert.Equal(TaskOutcome.TimedOut, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
        rig.Broker.Lease(3, 2, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(2, 1)).Outcome);
        Assert.False(File.Exists(rig.PathOf("ran")));
        Assert.NotEqual(server, int.Parse(rig.Read("u", "u.out")));
    }

    [Fact]
    public async Task What_bash_says_at_its_start_is_not_the_first_tasks()
    {
        await using Rig rig = Rig.Start(
            [Served("s", "exit 127")],
            change: options => options with { Variables = new TaskVariables { Broker = "b", ProgramDirectory = "/opt/merlin" } },
            changePlan: plan =>
            {
                string startup = Path.Combine(plan.Workspace, "startup");
                File.WriteAllText(startup, "echo noise >&2\n");
                return plan with { Variables = [new("BASH_ENV", startup)] };
            });
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((TaskOutcome.SoftFailed, 127), (record.Outcome, record.ExitCode));
    }

    [Fact]
    public async Task Traced_scripts_have_the_traces_of_a_process_and_their_own_exit_codes()
    {
        PlanNode node = Rig.Sampled("s", "exit $(( $MERLIN_CODE + 127 ))", 2) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
        await using Rig rig = Rig.Start(
            [node, node with { Directory = "t", Start = TaskStart.Process }],
            samples: 2,
            slots: 1,
            change: options => options with { Variables = new TaskVariables { Broker = "b", ProgramDirectory = "/opt/merlin" } },
            changePlan: static plan => plan with { Variables = [new("SHELLOPTS", "xtrace"), new("MERLIN_CODE", "3")] });
        rig.Broker.Lease(1, 0, 0, 2);
        rig.Broker.Lease(2, 1, 0, 2);

        Assert.All(await rig.Broker.Ended(0, 2), static record => Assert.Equal((TaskOutcome.SoftFailed, 130), (record.Outcome, record.ExitCode)));
        await rig.Broker.Ended(1, 2);
        Assert.Equal("+ exit 130\n", rig.Read("t", "01", "s.err"));
        Assert.Equal($"+ . {rig.PathOf("s", "01", "s.sh")}\n++ exit 130\n", rig.Read("s", "01", "s.err"));
    }

    [Fact]
    public async Task Two_tasks_at_a_time_have_two_servers_and_all_are_gone_with_the_worker()
    {
        PlanNode node = Rig.Sampled("s", "echo $$ > server; until [ -e ../go ]; do sleep 0.02; done", 2) with
        {
            Shell = "/usr/bin/env bash",
            Start = TaskStart.ShellServer,
        };
        await using Rig rig = Rig.Start([node], samples: 2);
        rig.Broker.Lease(1, 0, 0, 2);
        await rig.UntilThere("s", "00", "server");
        await rig.UntilThere("s", "01", "server");
        await File.WriteAllTextAsync(rig.PathOf("s", "go"), "");
        await rig.Broker.Ended(0, 2);
        int[] servers = [int.Parse(rig.Read("s", "00", "server")), int.Parse(rig.Read("s", "01", "server"))];

        await rig.Release();

        Assert.NotEqual(servers[0], servers[1]);
        Assert.All(servers, static server => Assert.False(Live.IsAlive(server)));
    }

    [Fact]
    public async Task Servers_are_replaced_after_some_thousand_tasks()
    {
        PlanNode node = Rig.Sampled("s", "echo $$", 4200) with { Shell = "/bin/bash", Start = TaskStart.ShellServer, StatusFiles = false };
        await using Rig rig = Rig.Start([node], samples: 4200, slots: 1);
        rig.Broker.Lease(1, 0, 0, 4200);
        await rig.Broker.Ended(0, 4200);

        IEnumerable<string> servers = Directory.GetFiles(rig.PathOf("s"), "s.out", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.Equal([104, 4096], servers.CountBy(static server => server).Select(static count => count.Value).Order());
    }

    [Fact]
    public async Task A_warning_reaches_the_script()
    {
        PlanNode node = Served("s", "trap 'echo warned; exit 0' USR1; echo up; while :; do sleep 0.02; done") with
        {
            Signal = new Workflow.Spec.StepSignal("USR1", 60),
        };
        await using Rig rig = Rig.Start([node]);
        rig.Broker.Lease(1, 0, 0, 1);
        await Rig.Until(() => File.Exists(rig.PathOf("s", "s.out")) && rig.Read("s", "s.out") == "up\n", "the script does not come up");

        rig.Drain();

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Equal("up\nwarned\n", rig.Read("s", "s.out"));
    }

    [Fact]
    public async Task Tasks_find_their_own_variables()
    {
        PlanNode node = Rig.Sampled("s", "echo \"$MERLIN_PARENT|$SIZE\"; env | grep MERLIN_PARENT", 3) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
        await using Rig rig = Rig.Start(
            [node],
            slots: 1,
            samples: 3,
            change: options => options with { Variables = new TaskVariables { Broker = "b", ProgramDirectory = "/opt/merlin" } },
            changePlan: plan => plan with { Variables = [new("SIZE", "a b")] });
        rig.Broker.Lease(1, 0, 0, 3);
        await rig.Broker.Ended(0, 3);

        Assert.Equal("7/0/2|a b\nMERLIN_PARENT=7/0/2\n", rig.Read("s", "02", "s.out"));
        Assert.Equal("7/0/0|a b\nMERLIN_PARENT=7/0/0\n", rig.Read("s", "00", "s.out"));
    }

    [Fact]
    public async Task Directories_may_be_called_anything()
    {
        string name = "it's $(é) \\ \"ü\"\t" + new string('x', 200);
        await using Rig rig = Rig.Start([Served("s", "echo ok; pwd > where") with { Directory = name + "/" + name, ScriptBase = name[..20] }], slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Equal(rig.PathOf(name, name) + "\n", rig.Read(name, name, "where"));
        Assert.Equal("ok\n", rig.Read(name, name, name[..20] + ".out"));
    }

    [Fact]
    public async Task A_shell_that_is_not_there_is_named()
    {
        await using Rig rig = Rig.Start([Served("s", "x") with { Shell = "/no/such/bash" }]);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((TaskOutcome.StartFailed, 0L), (record.Outcome, record.StartMicros));
        Assert.Contains("the shell server '/no/such/bash' cannot be started (", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_that_cannot_serve_is_a_failure_to_start_with_its_words()
    {
        await using Rig rig = Rig.Start([Served("s", "x"), Served("t", "x")], changePlan: static plan =>
        {
            string fake = Path.Combine(plan.Workspace, "bash");
            File.WriteAllText(fake, "#!/bin/sh\necho 'I am no bash' >&2\nexit 3\n");
            File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return plan with { Nodes = [.. plan.Nodes.Select(node => node with { Shell = fake })] };
        });
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((TaskOutcome.StartFailed, 0L), (record.Outcome, record.StartMicros));
        Assert.Contains("its shell server has ended before it could run anything (I am no bash).", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_cannot_be_opened_is_a_failure_to_start()
    {
        await using Rig rig = Rig.Start([Served("s", "touch ran"), Served("t", "echo ok")], slots: 1);
        Directory.CreateDirectory(rig.PathOf("s", "s.err"));
        rig.Broker.Lease(1, 0, 0, 1);
        rig.Broker.Lease(2, 1, 0, 1);

        Assert.Equal(TaskOutcome.StartFailed, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains("output files cannot be opened (s.err: Is a directory)", rig.Log.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(rig.PathOf("s", "ran")));
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
    }

    // Whether a server sleeps until the end of another subshell, so that it has answered with its id.
    private static bool HasOtherThan(int subshell, int server)
    {
        string child = File.ReadAllText($"/proc/{server}/task/{server}/children").Trim();
        return child.Length > 0 && child != $"{subshell}" && File.ReadAllText($"/proc/{server}/stat").Contains(") S ", StringComparison.Ordinal);
    }

    private static PlanNode Served(string name, string command) =>
        Rig.Node(name, command) with { Shell = "/bin/bash", Start = TaskStart.ShellServer };
}

using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Posix;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Tests.Running;

public sealed class ServeTests
{
    // Answers every request by what stands in $answer, with the index in it.
    private const string Loop =
        """
        echo $$ >> ../../../servers
        while IFS= read -r line; do
            index=${line#*:}; index=${index%%,*}
            echo "$line" >> ../../../requests
            eval "$answer"
        done
        echo bye >> ../../../servers
        """;

    private const string Ok = "echo \"{\\\"exit_code\\\": 0}\"";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_server_runs_sample_after_sample_and_ends_with_its_input(bool pidFd)
    {
        await using Rig rig = Start("echo \"{\\\"index\\\": $index, \\\"exit_code\\\": 0, \\\"results\\\": {\\\"y\\\": [$index, 2]}}\"", 40, slots: 1, pidFd: pidFd);
        rig.Broker.Lease(1, 0, 0, 40);
        TaskRecord[] records = await rig.Broker.Ended(0, 40);

        Assert.All(records, static record => Assert.Equal((TaskOutcome.Succeeded, 0), (record.Outcome, record.ExitCode)));
        Assert.All(records, static record => Assert.True(record.StartMicros > 0));
        Assert.Equal("{\"y\": [7, 2]}", rig.Read("s", "00", "07", "results.json"));
        Assert.Equal(
            ["MERLIN_FINISHED", "MERLIN_STATUS.json", "results.json"],
            Directory.GetFiles(rig.PathOf("s", "01", "14")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await rig.Release();
        string[] servers = await File.ReadAllLinesAsync(rig.PathOf("servers"));
        Assert.Equal("bye", servers[1]);
        Assert.False(Live.IsAlive(int.Parse(servers[0])));
    }

    [Fact]
    public async Task A_request_says_all_of_a_sample()
    {
        await using Rig rig = Start(Ok, 5, slots: 1);
        rig.Broker.Lease(1, 0, 0, 4);
        rig.Broker.Lease(2, 0, 4, 5, new AttemptState(4, 2, TaskOutcome.Restart, 1, 0));
        await rig.Broker.Ended(0, 5);

        string[] requests = [.. (await File.ReadAllLinesAsync(rig.PathOf("requests"))).Order(StringComparer.Ordinal)];
        Assert.Equal($$"""{"index":0,"sample":{"X":0,"NAME":"a \"b\""},"workspace":"{{rig.PathOf("s", "00")}}","attempt":0,"restart":false}""", requests[0]);
        Assert.Equal(["0", "-1.5e+3", "\"007\"", "\"nan\"", "\"1.\""], requests.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("sample").GetProperty("X").GetRawText()));
        Assert.Contains("\"attempt\":2,\"restart\":true}", requests[4], StringComparison.Ordinal);
        Assert.All(requests, line => Assert.True(Directory.Exists(JsonDocument.Parse(line).RootElement.GetProperty("workspace").GetString())));
    }

    [Theory]
    [InlineData("echo \"{\\\"exit_code\\\": 102}\"", TaskOutcome.HardFailed, 102)]
    [InlineData("echo \"{\\\"exit_code\\\": 104}\"", TaskOutcome.Retry, 104)]
    [InlineData("echo \"{\\\"exit_code\\\": 100}\"", TaskOutcome.Restart, 100)]
    [InlineData("echo \"{\\\"exit_code\\\": 105}\"", TaskOutcome.StopWorkers, 105)]
    [InlineData("echo \"{\\\"exit_code\\\": 7, \\\"results\\\": null, \\\"more\\\": [1]}\"", TaskOutcome.SoftFailed, 7)]
    public async Task Exit_codes_mean_what_those_of_scripts_mean(string answer, TaskOutcome outcome, int code)
    {
        await using Rig rig = Start(answer, 1);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((outcome, code), (record.Outcome, record.ExitCode));
        Assert.False(File.Exists(rig.PathOf("s", "s.err")));
    }

    [Theory]
    [InlineData("echo hello", 101, "answered what is no line of JSON: 'hello'")]
    [InlineData("echo '[1]'", 101, "answered what is no JSON object: '[1]'")]
    [InlineData("echo '{\"exit_code\": 0} x'", 101, "answered what is no line of JSON")]
    [InlineData("echo '{}'", 101, "answered without an \"exit_code\": '{}'")]
    [InlineData("echo '{\"exit_code\": 256}'", 101, "no whole number from 0 to 255")]
    [InlineData("echo '{\"exit_code\": 0, \"results\": 1}'", 101, "\"results\" that are no JSON object")]
    [InlineData("echo '{\"index\": 8, \"exit_code\": 0}'", 101, "answered for index 8 when it was asked for 1")]
    [InlineData("echo '{\"results\": {\"y\": 8}, \"index\": 8, \"exit_code\": 0}'", 101, "answered for index 8 when it was asked for 1")]
    [InlineData("exit 3", 3, "ended with exit code 3 and no answer for this sample")]
    [InlineData("exit 0", 101, "ended with exit code 0 and no answer for this sample")]
    [InlineData("kill -KILL $$", 137, "was ended by signal 9 with this sample in hand")]
    [InlineData("exec >&-; sleep 1000", 137, "was ended by signal 9 with this sample in hand")]
    [InlineData("sleep 1000 & echo $! >> ../../../servers; exit 4", 4, "ended with exit code 4 and no answer for this sample")]
    public async Task What_a_server_must_not_do_fails_the_sample_in_hand_only(string wrong, int code, string complaint)
    {
        await using Rig rig = Start($"if [ $index = 1 ]; then {wrong}; else {Ok}; fi", 3, slots: 1);
        rig.Broker.Lease(1, 0, 0, 3);

        TaskRecord[] records = await rig.Broker.Ended(0, 3);

        Assert.Equal(
            [(TaskOutcome.Succeeded, 0), (TaskOutcome.SoftFailed, code), (TaskOutcome.Succeeded, 0)],
            records.Select(static record => (record.Outcome, record.ExitCode)));
        Assert.Contains(complaint, rig.Read("s", "01", "s.err"), StringComparison.Ordinal);
        Assert.Contains(complaint, rig.Log.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(rig.PathOf("s", "00", "s.err")));
        Assert.False(File.Exists(rig.PathOf("s", "01", "results.json")));
        await rig.Release();
        int[] servers = [.. (await File.ReadAllLinesAsync(rig.PathOf("servers"))).Where(static line => line != "bye").Select(int.Parse)];
        Assert.All(servers, static pid => Assert.False(Live.IsAlive(pid)));
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_costs_no_sample_anything()
    {
        // Both lines in one write: what comes later may come when the next sample has been asked for, and is its answer.
        await using Rig rig = Start(
            $"if [ $index = 1 ]; then printf '{{\"exit_code\": 0}}\\nearly\\n' | dd bs=4k iflag=fullblock status=none; else {Ok}; fi", 4, slots: 1);
        rig.Broker.Lease(1, 0, 0, 4);

        Assert.All(await rig.Broker.Ended(0, 4), static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_timeout_holds_for_each_sample(bool pidFd)
    {
        await using Rig rig = Start(
            $"trap '' TERM; if [ $index = 1 ]; then sleep 1000 & wait; else sleep 2; {Ok}; fi", 4, slots: 1, pidFd: pidFd, change: static node => node with { TimeoutSeconds = 5 });
        rig.Broker.Lease(1, 0, 0, 4);

        TaskRecord[] records = await rig.Broker.Ended(0, 4);

        Assert.Equal(
            [TaskOutcome.Succeeded, TaskOutcome.TimedOut, TaskOutcome.Succeeded, TaskOutcome.Succeeded], records.Select(static record => record.Outcome));
        Assert.False(File.Exists(rig.PathOf("s", "01", "s.err")));
    }

    [Fact]
    public async Task A_cancelled_sample_ends_with_its_server_and_the_next_gets_another()
    {
        await using Rig rig = Start($"if [ $index = 0 ]; then touch ../../../up; sleep 1000; fi; {Ok}", 2, slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("up");
        rig.Broker.Say(new LeaseRecall(1, new LeaseId(1), [new IndexRange(0, 1)], Kill: true));

        Assert.Equal(TaskOutcome.Cancelled, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        rig.Broker.Lease(2, 0, 1, 2);
        await rig.Broker.Ended(0, 2);
        Assert.Equal(2, (await File.ReadAllLinesAsync(rig.PathOf("servers"))).Length);
    }

    [Fact]
    public async Task A_server_that_died_while_idle_is_replaced()
    {
        await using Rig rig = Start(Ok, 2, slots: 1);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);
        int server = int.Parse(rig.Read("servers"));
        OtherProcess.Signal(server, SignalNumber.Kill);
        await Rig.Until(() => !Live.IsAlive(server), "the server lives on");
        rig.Broker.Lease(2, 0, 1, 2);

        Assert.All(await rig.Broker.Ended(0, 2), static record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
    }

    [Fact]
    public async Task A_server_that_does_not_read_holds_nobody_up()
    {
        await using Rig rig = Start(
            Ok, 3000, slots: 1, change: static node => node with { Command = "while :; do echo '{\"exit_code\": 0}'; sleep 0.001; done", StatusFiles = false });
        rig.Broker.Lease(1, 0, 0, 3000);

        await rig.Broker.Ended(0, 3000);
    }

    [Fact]
    public async Task Servers_that_take_their_time_to_end_cost_no_sample_its_start()
    {
        PlanNode node = Rig.Node("a", $"answer='{Ok}'\n{Loop}\nexec sleep 1000") with
        {
            Shell = "/bin/bash",
            Start = TaskStart.Serve,
        };
        await using Rig rig = Rig.Start(
            [node, node with { Directory = "b" }, node with { Directory = "c" }],
            slots: 1,
            change: static options => options with { TerminationGrace = TimeSpan.FromSeconds(30) });
        for (int ordinal = 0; ordinal < 3; ordinal++)
        {
            rig.Broker.Lease(ordinal + 1, ordinal, 0, 1);
            await rig.Broker.Ended(ordinal, 1);
        }

        int[] servers = [.. (await File.ReadAllLinesAsync(rig.PathOf("servers"))).Where(static line => line != "bye").Select(int.Parse)];
        bool hasMadeRoom = !Live.IsAlive(servers[0]);
        foreach (int server in servers.Where(Live.IsAlive))
        {
            OtherProcess.Signal(server, SignalNumber.Kill); // the worker waits for it as long as it lets it live
        }

        Assert.True(hasMadeRoom, "the one that left first lives on");
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(rig.Broker.Records(2)).Outcome);
    }

    [Fact]
    public async Task Long_requests_and_long_answers_pass()
    {
        string longText = new('x', 300_000);
        await using Rig rig = Start(
            Ok, 1, change: static node => node with { Command = "read -r line; printf '{\"exit_code\": 0, \"results\": %s}\\n' \"$line\"; read -r line" }, name: longText);
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Equal(longText, JsonDocument.Parse(rig.Read("s", "results.json")).RootElement.GetProperty("sample").GetProperty("NAME").GetString());
    }

    [Fact]
    public async Task What_a_server_writes_to_standard_error_is_in_its_own_directory()
    {
        await using Rig rig = Start($"echo \"sample $index\" >&2; {Ok}", 2, slots: 1);
        rig.Broker.Lease(1, 0, 0, 2);
        await rig.Broker.Ended(0, 2);

        string directory = Assert.Single(Directory.GetDirectories(rig.PathOf("s", ".serve")));
        Assert.Equal(["sample 0", "sample 1"], (await File.ReadAllLinesAsync(Path.Combine(directory, "s.err"))).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(directory, "s.sh")));
        Assert.StartsWith(Environment.MachineName, Path.GetFileName(directory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_goes_to_the_server_and_who_dies_of_it_runs_again_elsewhere()
    {
        await using Rig rig = Start(
            "touch ../../../up; sleep 1000", 1, change: static node => node with { Signal = new Workflow.Spec.StepSignal("USR1", 60) });
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("up");

        rig.Drain();

        await rig.End;
        Assert.Empty(rig.Broker.Records(0));
        Assert.Equal([0L], rig.Broker.Released(0));
    }

    [Fact]
    public async Task A_node_without_samples_is_served_once()
    {
        await using Rig rig = Start(Ok, 1, sampled: false);
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains("\"index\":0,\"sample\":{}", rig.Read("requests"), StringComparison.Ordinal);
    }

    private static Rig Start(
        string answer, int samples, int slots = 2, bool pidFd = true, bool sampled = true, Func<PlanNode, PlanNode>? change = null, string? name = null)
    {
        PlanNode node = Rig.Sampled("s", $"answer='{answer.Replace("'", "'\\''", StringComparison.Ordinal)}'\n{Loop}", samples) with
        {
            Shell = "/bin/bash",
            Start = TaskStart.Serve,
            Sampled = sampled,
        };
        return Rig.Start(
            [change is null ? node : change(node)],
            pidFd,
            slots,
            samples,
            changePlan: plan => plan with { Samples = Samples(plan.Workspace, samples, name) });
    }

    private static SampleSource Samples(string workspace, int count, string? name)
    {
        string[] values = ["0", "-1.5e+3", "007", "nan", "1."];
        string file = Path.Combine(workspace, "samples.csv");
        File.WriteAllLines(
            file, Enumerable.Range(0, count).Select(i => $"{values[i % values.Length]},{name ?? "a \"b\""}"));
        var info = new FileInfo(file);
        return new SampleSource
        {
            File = file,
            Labels = ["X", "NAME"],
            Rows = count,
            Columns = 2,
            LevelMaxDirs = 25,
            FileSize = info.Length,
            FileTicks = info.LastWriteTimeUtc.Ticks,
        };
    }
}

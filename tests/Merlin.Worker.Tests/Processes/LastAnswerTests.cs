using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Processes;
using Merlin.Worker.Processes.Serving;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Processes;

/// <summary>What a simulation has answered counts, also when it has ended before anybody looked.</summary>
public sealed class LastAnswerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_of_any_length_counts_when_its_server_has_ended_after_it(bool pidFd)
    {
        const string Serve =
            """
            read -r line
            printf '{"exit_code": 7, "results": {"y": "%050000d"}}\n' 1
            """;
        using var site = new OneNode(Rig.Node("s", Serve) with { Shell = "/bin/bash", Start = TaskStart.Serve });
        using var groups = new GroupTable(1, SimulationServers.MostGroups(1));
        using var environment = new TaskEnvironment(OneNode.Options);
        using var program = new ServerProgram(environment, binding: null);
        using IExitWatch watch = pidFd ? new PidFdWatch(1) : new SignalWatch(1);
        using var requests = new ServeRequest();
        TaskRun run = site.Begin();
        requests.Write(run, row: null);
        using var server = new SimulationServer(run, groups, watch, static _ => { });
        Assert.Null(server.TryStart(program, run));
        Assert.True(server.TryBegin(run, 0));
        await Rig.Until(server.HasGone, "the server lives on");

        Assert.True(server.HasEnded(out ChildExit exit));

        Assert.Equal((7, false), (exit.Code, exit.BySignal));
        Assert.Null(run.Serving.Complaint);
        Assert.Equal(50_000 + "{\"y\": \"\"}".Length, run.Serving.Results.Length);
        watch.Forget(0);
    }
}

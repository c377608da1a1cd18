using System.Diagnostics;
using Merlin.Cli.Workers.Trees;
using Merlin.Worker.Tree;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Tests.Workers.Trees;

public sealed class TreeProgramsTests : IDisposable
{
    private readonly string _logs = Directory.CreateTempSubdirectory("merlin-tree-").FullName;

    public void Dispose() => Directory.Delete(_logs, recursive: true);

    [Fact]
    public async Task A_worker_gets_its_options_and_its_log()
    {
        InstanceProgram program = ProgramOf(nodes: 1);

        Assert.Equal(Path.Combine(_logs, "top.its_mine-1.log"), program.Log);
        Assert.Equal(
            ["worker", "--instance", "--agent", "ipc:///a b", "-c", "2", "-n", "its/mine.%%h", "-l", "INFO", "-Q", "[merlin]_a b"],
            await WordsAsync(program));
    }

    [Fact]
    public async Task An_agent_gets_an_order_for_its_part()
    {
        string[] words = await WordsAsync(ProgramOf(nodes: TreePlan.MostLeavesOfAnAgent + 1));

        Assert.Equal(["agent", "--agent", "ipc:///a b", "--order"], words[..^1]);
        var order = TreeOrder.Parse(words[^1]);
        TreeWorker worker = Assert.Single(order.Workers);
        Assert.Equal(("agent-1", _logs, "INFO"), (order.Name, order.LogDirectory, order.LogLevel));
        Assert.Equal(("its/mine", "-c 2", null, 1), (worker.Name, worker.Arguments, worker.Nodes, worker.Levels));
        Assert.Equal(["[merlin]_a b"], worker.Queues);
    }

    [Fact]
    public void Variables_of_this_place_in_the_tree_do_not_go_down()
    {
        IReadOnlyDictionary<string, string> environment = ProgramOf(nodes: 1).Environment;

        Assert.Equal("kept", environment["FLUX_EXEC_PATH"]);
        Assert.Equal("too", environment["OTHER"]);
        Assert.DoesNotContain("FLUX_URI", environment.Keys);
        Assert.DoesNotContain("FLUX_JOB_ID", environment.Keys);
        Assert.True(environment.ContainsKey("MERLIN_LAUNCHER_DIRECTORY"));
    }

    private InstanceProgram ProgramOf(int nodes)
    {
        // The names are hard for a file system and a shell.
        var worker = new TreeWorker { Name = "its/mine", Queues = ["[merlin]_a b"], Arguments = "-c 2" };
        var plan = TreePlan.Make(
            [.. Enumerable.Range(0, nodes).Select(static rank => new AllocationNode(rank, "host", 4, 0, IsUp: true))], [worker]);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FLUX_URI"] = "local:///x",
            ["FLUX_JOB_ID"] = "1",
            ["FLUX_EXEC_PATH"] = "kept",
            ["OTHER"] = "too",
        };
        return new TreePrograms(new TreeOrder("top", [worker], _logs, "INFO"), environment).For(plan.Parts()[0], "ipc:///a b");
    }

    // The words that the shell gives to the program, which here prints them to the log instead.
    private static async Task<string[]> WordsAsync(InstanceProgram program)
    {
        string[] command = [.. program.Command];
        int first = Array.IndexOf(command, program.Log) + 1;
        using Process shell = Process.Start(new ProcessStartInfo(command[0], [.. command[1..first], "printf", "%s\\n"]) { UseShellExecute = false })!;
        await shell.WaitForExitAsync();
        return await File.ReadAllLinesAsync(program.Log);
    }
}

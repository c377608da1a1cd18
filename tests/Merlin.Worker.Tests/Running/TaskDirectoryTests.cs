using Merlin.Broker;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Running;

public sealed class TaskDirectoryTests
{
    [Fact]
    public async Task Tasks_begin_in_their_directories_where_no_thread_may_have_one_of_its_own()
    {
        string before = Directory.GetCurrentDirectory();
        PlanNode node = Rig.Sampled("s", "pwd; echo err >&2; [ -e again ] || { : > again; exit 100; }", 5) with
        {
            RestartCommand = "pwd",
        };
        await using Rig rig = Rig.Start([node], samples: 5, change: options => options with { UseOwnDirectory = false });
        rig.Broker.Lease(1, 0, 0, 5);

        IReadOnlyList<TaskRecord> ended = [.. await rig.Broker.Ended(0, 5)];

        Assert.All(ended, record => Assert.Equal(TaskOutcome.Restart, record.Outcome));
        foreach (string output in Directory.GetFiles(rig.PathOf("s"), "s.out", SearchOption.AllDirectories))
        {
            string directory = Path.GetDirectoryName(output)!;
            Assert.Equal($"{directory}\n", await File.ReadAllTextAsync(output));
            Assert.Equal("err\n", await File.ReadAllTextAsync(Path.Combine(directory, "s.err")));
        }

        Assert.Equal(5, Directory.GetFiles(rig.PathOf("s"), "again", SearchOption.AllDirectories).Length);
        Assert.Equal(before, Directory.GetCurrentDirectory());
        await rig.Release();
    }

    [Fact]
    public async Task A_system_with_no_way_into_a_directory_is_told_in_a_sentence()
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", ":")], change: options => options with { UseOwnDirectory = false, UseDirectoryAction = false });

        WorkerException refusal = await Assert.ThrowsAsync<WorkerException>(() => rig.End);

        Assert.Contains("(unshare: Operation not permitted)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("glibc 2.29 or newer", refusal.Message, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using Merlin.Posix;
using Merlin.Worker.Guarding;

namespace Merlin.Worker.Tests.Guarding;

public sealed class GuardPostTests
{
    [Fact]
    public async Task A_guardian_that_dies_is_replaced_as_often_as_it_takes_and_that_is_told()
    {
        var log = new ListLogger();
        using var groups = new GroupTable(1);
        int last;
        using (var post = new GuardPost(groups, lifeline: null, instance: null, log))
        {
            last = post.GuardianPid!.Value;
            for (int deaths = 0; deaths < 2; deaths++)
            {
                Assert.True(ChildProcess.SignalGroup(last, SignalNumber.Kill));
                last = await Successor(post, last);
                Assert.True(Live.IsAlive(last));
            }
        }

        Assert.False(Live.IsAlive(last));
        string[] lines = log.Text.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("Warning: The guardian", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_successor_ends_the_tasks_of_a_killed_worker()
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-post-").FullName;
        string pids = Path.Combine(workspace, "pids");
        using HostProcess host = HostProcess.Start(
            workspace, 3, 3, "pidfd", $"mkdir -p '{pids}'; : > '{pids}'/$$; exec sleep 600");
        await Rig.Until(() => Directory.Exists(pids) && Directory.GetFiles(pids).Length == 3, "the tasks do not start");
        int first = Guardians(host.Pid).Single();

        using (Process guardian = Process.GetProcessById(first))
        {
            guardian.Kill();
        }

        await Rig.Until(() => Guardians(host.Pid).Any(pid => pid != first), "the guardian has no successor");
        host.Kill();
        await host.Ended();

        int[] tasks = [.. Directory.GetFiles(pids).Select(file => int.Parse(Path.GetFileName(file)))];
        await Rig.Until(() => !tasks.Any(Live.IsAlive), "tasks live on");
        Directory.Delete(workspace, recursive: true);
    }

    private static async Task<int> Successor(GuardPost post, int last)
    {
        await Rig.Until(() => post.GuardianPid is { } pid && pid != last, "the guardian has no successor");
        return post.GuardianPid!.Value;
    }

    /// <summary>The living guardians among a process's children.</summary>
    private static List<int> Guardians(int parent)
    {
        var found = new List<int>();
        foreach (string threads in Directory.GetDirectories($"/proc/{parent}/task"))
        {
            foreach (string child in Read(Path.Combine(threads, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Read($"/proc/{child}/cmdline").EndsWith("merlin-guardian\0", StringComparison.Ordinal))
                {
                    found.Add(int.Parse(child));
                }
            }
        }

        return found;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // its process or thread has ended
        }
    }
}

using Merlin.Workflow.Plan;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Tests.Guarding;

public sealed class KillTests
{
    // Each task leaves its process id, stays a while, and removes it: what is left belongs to tasks that were killed.
    private const string Command =
        "mkdir -p ../../../../pids; p=../../../../pids/$$; : > $p; sleep 0.0$(( $$ % 4 )); rm $p";

    [Theory]
    [InlineData("pidfd", 6)]
    [InlineData("sigchld", 4)]
    public async Task No_task_survives_the_kill_of_its_worker(string means, int kills)
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-kill-").FullName;
        var random = new Random(20260101);
        for (int round = 0; round < kills; round++)
        {
            using HostProcess host = HostProcess.Start(workspace, 5000, 3, means, Command);
            int progress = CountFinished(workspace) + random.Next(1, 60);
            await Rig.Until(() => CountFinished(workspace) >= progress, $"round {round}: no progress to {progress}");
            host.Kill();
            await host.Ended();

            using SafeFileHandle taken = await TakeLock(workspace);
            foreach (string pid in Directory.GetFiles(Path.Combine(workspace, "pids")))
            {
                Assert.False(Live.IsAlive(int.Parse(Path.GetFileName(pid))), $"round {round}: {pid} lives on");
                File.Delete(pid);
            }
        }

        Directory.Delete(workspace, recursive: true);
    }

    [Theory]
    [InlineData("pidfd", 6)]
    [InlineData("sigchld", 3)]
    public async Task No_task_and_no_shell_server_survives_the_kill_of_its_worker(string means, int kills)
    {
        const string Served =
            "mkdir -p ../../../../pids; p=../../../../pids; : > $p/$BASHPID; : > $p/$$; sleep 0.0$(( BASHPID % 4 )); rm $p/$BASHPID";
        string workspace = Directory.CreateTempSubdirectory("merlin-kill-").FullName;
        var random = new Random(20260101);
        for (int round = 0; round < kills; round++)
        {
            using HostProcess host = HostProcess.Start(workspace, 5000, 3, means, Served, TaskStart.ShellServer);
            int progress = CountFinished(workspace) + random.Next(1, 60);
            await Rig.Until(() => CountFinished(workspace) >= progress, $"round {round}: no progress to {progress}");
            host.Kill();
            await host.Ended();

            using SafeFileHandle taken = await TakeLock(workspace);
            string[] pids = Directory.GetFiles(Path.Combine(workspace, "pids"));
            Assert.True(pids.Length >= 3, $"round {round}: there were no servers");
            foreach (string pid in pids)
            {
                Assert.False(IsShellServer(int.Parse(Path.GetFileName(pid))), $"round {round}: {pid} lives on");
                File.Delete(pid);
            }
        }

        Directory.Delete(workspace, recursive: true);
    }

    [Theory]
    [InlineData("pidfd")]
    [InlineData("sigchld")]
    public async Task No_server_of_samples_survives_the_kill_of_its_worker(string means)
    {
        // None of them ends with its input.
        const string Serve = "read -r line; mkdir -p ../../../pids; : > ../../../pids/$$; exec sleep 600";
        string workspace = Directory.CreateTempSubdirectory("merlin-kill-").FullName;
        string pids = Path.Combine(workspace, "pids");
        using HostProcess host = HostProcess.Start(workspace, 3, 3, means, Serve, TaskStart.Serve);
        await Rig.Until(() => Directory.Exists(pids) && Directory.GetFiles(pids).Length == 3, "not all servers have a sample");
        int[] servers = [.. Directory.GetFiles(pids).Select(static file => int.Parse(Path.GetFileName(file)))];
        host.Kill();
        await host.Ended();

        using SafeFileHandle taken = await TakeLock(workspace);
        Assert.All(servers, static pid => Assert.False(Live.IsAlive(pid)));

        Directory.Delete(workspace, recursive: true);
    }

    [Theory]
    [InlineData("pidfd")]
    [InlineData("sigchld")]
    public async Task A_worker_that_ends_by_itself_frees_the_lock(string means)
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-kill-").FullName;
        using HostProcess host = HostProcess.Start(workspace, 30, 2, means, ":");

        Assert.Equal(0, await host.Ended());
        using SafeFileHandle taken = await TakeLock(workspace);
        Assert.Equal(30, CountFinished(workspace));

        taken.Dispose();
        Directory.Delete(workspace, recursive: true);
    }

    // Its subshells too. The id of one that has died may be another's by now.
    private static bool IsShellServer(int pid)
    {
        try
        {
            return Live.IsAlive(pid) && File.ReadAllText($"/proc/{pid}/cmdline").Contains("merlin-shell-server", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int CountFinished(string workspace)
    {
        string step = Path.Combine(workspace, "step");
        return Directory.Exists(step)
            ? Directory.EnumerateFiles(step, "MERLIN_FINISHED", SearchOption.AllDirectories).Count()
            : 0;
    }

    private static async Task<SafeFileHandle> TakeLock(string workspace)
    {
        SafeFileHandle? handle = null;
        await Rig.Until(() => TryTakeLock(workspace, out handle), "the lock is not freed");
        return handle!;
    }

    private static bool TryTakeLock(string workspace, out SafeFileHandle? handle)
    {
        try
        {
            handle = File.OpenHandle(
                Path.Combine(workspace, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            handle = null;
            return false;
        }
    }
}

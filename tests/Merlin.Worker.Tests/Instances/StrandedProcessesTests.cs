using System.Diagnostics;
using Merlin.Worker.Instances;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Which processes are taken for what jobs of a lost instance have left behind.</summary>
public sealed class StrandedProcessesTests
{
    private const string Job = "FLUX_KVS_NAMESPACE=job-1";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_what_belongs_to_a_job_of_that_very_instance_is_ended(bool byGuardian)
    {
        string address = $"local:///tmp/merlin-test-{Guid.NewGuid():N}/local-0";
        string ours = $"FLUX_URI={address}";
        using Process first = Start(ours, Job);
        using Process second = Start(Job, "OTHER=1", ours);
        using Process ofAnother = Start($"{ours}1", Job);
        using Process thatOnlyTalks = Start(ours);
        using Process thatTellsOfIt = Start($"NOTE=\n{ours}\n", Job);
        try
        {
            Assert.True(byGuardian
                ? await GuardAsync(address)
                : await new StrandedProcesses(address, TimeProvider.System).EndAsync());

            Assert.False(Live.IsAlive(first.Id));
            Assert.False(Live.IsAlive(second.Id));
            Assert.True(Live.IsAlive(ofAnother.Id));
            Assert.True(Live.IsAlive(thatOnlyTalks.Id));
            Assert.True(Live.IsAlive(thatTellsOfIt.Id));
        }
        finally
        {
            Array.ForEach([first, second, ofAnother, thatOnlyTalks, thatTellsOfIt], static process => process.Kill());
        }
    }

    // The guardian's program, of a worker that had no tasks and is dead: it reads the end of its input at once.
    private static async Task<bool> GuardAsync(string address)
    {
        using var reader = new StreamReader(typeof(TaskWorker).Assembly.GetManifestResourceStream("guardian.sh")!);
        const string Run = "exec sh -c \"$0\" merlin-guardian \"$1\" < /dev/null 3< /dev/null 4< /dev/null";
        using Process guardian = Process.Start("sh", ["-c", Run, await reader.ReadToEndAsync(), address]);
        await guardian.WaitForExitAsync();
        return guardian.ExitCode == 0;
    }

    private static Process Start(params string[] environment)
    {
        var start = new ProcessStartInfo("env", ["-i", .. environment, "PATH=/usr/bin:/bin", "sleep", "1000"]);
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>An allocation from its submission until nothing of it is left.</summary>
/// <param name="allocations">Where it is.</param>
/// <param name="machine">The instance that it is a job of.</param>
/// <param name="job">Its job.</param>
internal sealed class Allocation(Allocations allocations, RealFlux machine, string job)
{
    /// <summary>What <c>merlin run-workers</c> has said in it so far.</summary>
    public string Log =>
        string.Concat(Directory.GetFiles(allocations.Site.Work, $"allocation.{job}.log").Select(File.ReadAllText));

    /// <summary>Runs <c>flux ARGUMENTS</c> in it.</summary>
    public async Task RunAsync(params IEnumerable<string> arguments)
    {
        string inside = await machine.RunAsync("uri", "--local", job);
        string[] command = [$"FLUX_URI={inside}", FluxInstallation.Command, .. arguments];
        (await allocations.Site.ProgramAsync("/usr/bin/env", command)).Ended(0);
    }

    /// <summary>The tree of instances and jobs that this allocation is.</summary>
    public Task<string> TreeAsync() => machine.RunAsync("pstree", "-C", "--details=resources", job);

    /// <summary>Waits until its log has said something so many times.</summary>
    public Task UntilSaidAsync(string words, int times = 1) =>
        Wait.UntilAsync(() => Log.Split(words).Length > times, () => $"'{words}' is not {times} times in:\n{Log}");

    /// <summary>SIGKILL for one of its processes.</summary>
    /// <param name="word">A part of its command line.</param>
    public void Kill(string word)
    {
        ProcessEntry victim = ProcessTable.Within(allocations.Site.Root)
            .First(process => process.Description.Contains(word, StringComparison.Ordinal));
        using var process = Process.GetProcessById(victim.Id);
        process.Kill();
    }

    /// <summary>Cancels it, as a user or the site would.</summary>
    public Task CancelAsync() => machine.RunAsync("cancel", job);

    /// <summary>Waits until its end, after which nothing that it has started may run any more.</summary>
    /// <returns>How it ended: <c>COMPLETED</c>, <c>FAILED</c>, <c>CANCELED</c> or <c>TIMEOUT</c>.</returns>
    public async Task<string> EndAsync()
    {
        await machine.RunAsync("job", "wait-event", job, "clean");
        await Wait.UntilAsync(
            () => Left().Count == 0, () => $"left behind by {job}: {string.Join("; ", Left())}\n{Log}");
        return await machine.RunAsync("jobs", "--no-header", "--format={result}", job);
    }

    // The broker is the only one that may outlive an allocation.
    private List<ProcessEntry> Left() => [.. ProcessTable.Within(allocations.Site.Root)
        .Where(static process => !process.Description.Contains("server", StringComparison.Ordinal))];
}

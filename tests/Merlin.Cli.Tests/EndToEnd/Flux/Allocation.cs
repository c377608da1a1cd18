using System.Diagnostics;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>An allocation from its submission until nothing of it is left.</summary>
/// <param name="allocations">Where it is.</param>
/// <param name="job">Its job.</param>
/// <param name="logFile">Where its output goes.</param>
internal sealed class Allocation(Allocations allocations, string job, string logFile)
{
    /// <summary>What <c>merlin run-workers</c> has said in it so far.</summary>
    public string Log => File.Exists(logFile) ? File.ReadAllText(logFile) : "";

    /// <summary>Runs <c>flux ARGUMENTS</c> in it.</summary>
    public Task<string> FluxAsync(params IEnumerable<string> arguments) => allocations.FluxAsync(["proxy", job, "flux", .. arguments]);

    /// <summary>Waits until the tree of instances and jobs that it is has some word in it.</summary>
    public async Task UntilTreeHasAsync(string word)
    {
        string tree = "";
        await Wait.UntilAsync(
            async () => (tree = await allocations.FluxAsync("pstree", job)).Contains(word, StringComparison.Ordinal),
            () => $"there is no {word} in\n{tree}\n{Log}");
    }

    /// <summary>Waits until its log has said something so many times.</summary>
    public Task UntilSaidAsync(string words, int times = 1) =>
        Wait.UntilAsync(() => Log.Split(words).Length > times, () => $"'{words}' is not {times} times in:\n{Log}");

    /// <summary>SIGKILL for some of its processes, one right after the other.</summary>
    /// <param name="words">A part of the command line of each.</param>
    public void Kill(params IEnumerable<string> words)
    {
        IReadOnlyList<ProcessEntry> all = ProcessTable.Within(allocations.Site.Root);
        Process[] victims = [.. words.Select(word => Process.GetProcessById(
            all.First(process => process.Description.Contains(word, StringComparison.Ordinal)).Id))];
        foreach (Process victim in victims)
        {
            victim.Kill();
            victim.Dispose();
        }
    }

    /// <summary>Cancels it, as a user or the site would.</summary>
    public Task CancelAsync() => allocations.FluxAsync("cancel", job);

    /// <summary>Waits until its end, after which nothing that it has started may run any more.</summary>
    /// <returns>How it ended: <c>COMPLETED</c>, <c>FAILED</c>, <c>CANCELED</c> or <c>TIMEOUT</c>.</returns>
    public async Task<string> EndAsync()
    {
        await allocations.FluxAsync("job", "wait-event", job, "clean");
        await Wait.UntilAsync(
            () => Left().Count == 0, () => $"left behind by {job}: {string.Join("; ", Left())}\n{Log}");
        return await allocations.FluxAsync("jobs", "--no-header", "--format={result}", job);
    }

    // The broker is the only one that may outlive an allocation.
    private List<ProcessEntry> Left() => [.. ProcessTable.Within(allocations.Site.Root)
        .Where(static process => !process.Description.Contains("server", StringComparison.Ordinal))];
}

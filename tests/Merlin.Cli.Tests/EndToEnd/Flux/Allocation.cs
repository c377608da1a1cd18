using System.Diagnostics;
using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>An allocation from its submission until nothing of it is left.</summary>
/// <param name="allocations">Where it is.</param>
/// <param name="job">Its job.</param>
/// <param name="logFile">Where its output goes.</param>
internal sealed class Allocation(Allocations allocations, string job, string logFile)
{
    /// <summary>Part of a worker's command line in a nested instance, and not of its broker's.</summary>
    public const string Worker = "merlin.dll worker --instance";

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

    /// <summary>SIGKILL for one of its processes.</summary>
    /// <param name="word">A part of its command line.</param>
    public void Kill(string word) => Kill([Find(word)]);

    /// <summary>SIGKILL for the broker beside which a worker runs in a nested instance.</summary>
    /// <param name="withWorker">Whether for the worker, too, right before it.</param>
    public void KillInstance(bool withWorker = false)
    {
        int worker = Find(Worker);
        int broker = ProcessTable.ParentOf(worker);
        Kill(withWorker ? [worker, broker] : [broker]);
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

    private int Find(string word) => ProcessTable.Within(allocations.Site.Root)
        .First(process => process.Description.Contains(word, StringComparison.Ordinal)).Id;

    private static void Kill(IEnumerable<int> ids)
    {
        Process[] victims = [.. ids.Select(Process.GetProcessById)];
        foreach (Process victim in victims)
        {
            victim.Kill();
            victim.Dispose();
        }
    }
}

using Merlin.Broker.Storage;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running.Distributed;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Running;

/// <summary><c>merlin run</c>: prepares a new study, and runs it here or hands it to a broker.</summary>
internal static class RunStudy
{
    /// <summary>Executes the command.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExecuteAsync(RunOptions options, Terminal terminal)
    {
        using var signals = new StopSignals();
        return options.Local
            ? await RunHereAsync(options, terminal, signals)
            : await DistributedRun.ExecuteAsync(options, terminal, signals);
    }

    /// <summary>Prepares the study of a command line.</summary>
    /// <exception cref="InterruptedException">It was stopped; nothing of the study is left.</exception>
    public static NewStudy Prepare(RunOptions options, Terminal terminal, StopSignals signals)
    {
        try
        {
            return StudyPreparation.Prepare(options, terminal, signals.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(
                "Interrupted while the study was being prepared: nothing has run, and its workspace is removed; run the spec again.",
                e);
        }
    }

    private static async Task<int> RunHereAsync(RunOptions options, Terminal terminal, StopSignals signals)
    {
        _ = Store.PreloadAsync();
        using NewStudy study = Prepare(options, terminal, signals);
        study.Keep();
        using WorkspaceLock held = WorkspaceLocking.Acquire(study.Prepared.StateDirectory, terminal);
        return await LocalRun.RunAsync(study.Prepared, held, options.Concurrency, options.Json, terminal, signals);
    }
}

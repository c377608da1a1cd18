using Merlin.Broker.Storage;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Running;

/// <summary><c>merlin run --local</c>: prepares a new study and runs it here.</summary>
internal static class RunStudy
{
    /// <summary>Executes the command.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExecuteAsync(RunOptions options, Terminal terminal)
    {
        using var signals = new StopSignals();
        PreparedStudy study = Prepare(options, terminal, signals);
        using WorkspaceLock held = WorkspaceLocking.Acquire(study.StateDirectory, terminal);
        return await LocalRun.RunAsync(study, held, options.Concurrency, options.Json, terminal, signals);
    }

    private static PreparedStudy Prepare(RunOptions options, Terminal terminal, StopSignals signals)
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
}

using Merlin.Broker.Storage;
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
        PreparedStudy study = StudyPreparation.Prepare(options, terminal);
        using WorkspaceLock held = WorkspaceLocking.Acquire(study.StateDirectory, terminal);
        return await LocalRun.RunAsync(study, held, options.Concurrency, options.Json, terminal);
    }
}

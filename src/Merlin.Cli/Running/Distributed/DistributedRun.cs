using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Storage;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Running.Distributed;

/// <summary><c>merlin run</c> without <c>--local</c>: prepares a new study and hands it to a broker.</summary>
internal static class DistributedRun
{
    /// <summary>Executes the command; returns when the broker has the study for good, or with <c>--wait</c> at its end.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="signals">What stops it; stays the caller's.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExecuteAsync(RunOptions options, Terminal terminal, StopSignals signals)
    {
        // Without a broker to hand it to, no workspace is made.
        using BrokerSession session = await BrokerSession.OpenAsync(terminal, options.Broker, signals.Token);
        using NewStudy study = RunStudy.Prepare(options, terminal, signals);
        StudyId id = await SubmitAsync(session, study, terminal, signals.Token);
        study.Keep();
        var submitted = new SubmittedStudy(id, study.Prepared.Plan, session.Access.Address);
        submitted.Tell(terminal, options.Json, options.Wait);
        return options.Wait
            ? await new StudyFollower(session, submitted, terminal).FollowAsync(options.Json, signals.Token)
            : ExitCode.Success;
    }

    private static async Task<StudyId> SubmitAsync(
        BrokerSession session, NewStudy study, Terminal terminal, CancellationToken stop)
    {
        try
        {
            using WorkspaceLock held = WorkspaceLocking.Acquire(study.Prepared.StateDirectory, terminal);
            return await StudyHandover.SubmitAsync(session, study.Prepared, stop);
        }
        catch (Exception e) when (e is not RequestRefusedException)
        {
            // The broker may have taken it, although its answer did not come.
            study.Keep();
            throw;
        }
    }
}

using Merlin.Broker;
using Merlin.Broker.Storage;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running.Distributed;

/// <summary>
/// <c>merlin restart</c> without <c>--local</c>: hands the study of a workspace to a broker again, as a new study. Workers
/// find what has been done by the files.
/// </summary>
internal static class DistributedRestart
{
    /// <summary>Executes the command.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="signals">What stops it; stays the caller's.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExecuteAsync(RestartOptions options, Terminal terminal, StopSignals signals)
    {
        using BrokerSession session = await BrokerSession.OpenAsync(terminal, options.Broker, signals.Token);
        ExpandedSpec expanded = RestartStudy.Reopen(options, terminal);
        (StudyId id, PreparedStudy study) = await SubmitAsync(session, expanded, options, terminal, signals);
        var submitted = new SubmittedStudy(id, study.Plan, session.Access.Address);
        submitted.Tell(terminal, options.Json, options.Wait);
        return options.Wait
            ? await new StudyFollower(session, submitted, terminal).FollowAsync(options.Json, signals.Token)
            : ExitCode.Success;
    }

    // The lock keeps a local run away for as long as it takes to see that nobody runs the study, and to hand it over.
    private static async Task<(StudyId Id, PreparedStudy Study)> SubmitAsync(
        BrokerSession session, ExpandedSpec expanded, RestartOptions options, Terminal terminal, StopSignals signals)
    {
        string state = Path.Combine(expanded.InfoDirectory, PreparedStudy.StateDirectoryName);
        using WorkspaceLock held = WorkspaceLocking.Acquire(state, terminal);
        await RunningElsewhere.RefuseAsync(expanded.Workspace, state, session, terminal, signals.Token);
        PreparedStudy study = RestartStudy.Prepare(expanded, options, terminal, signals);
        RefuseChangedSamples(SubmissionRecord.Read(state), study.Plan.Samples);
        return (await StudyHandover.SubmitAsync(session, study, signals.Token), study);
    }

    private static void RefuseChangedSamples(SubmissionRecord? earlier, SampleSource? now)
    {
        if (earlier is not null && now is not null && earlier.SamplesFile == now.File
            && (earlier.SamplesSize != now.FileSize || earlier.SamplesTicks != now.FileTicks))
        {
            throw EarlierSamples.Changed(now.File);
        }
    }
}

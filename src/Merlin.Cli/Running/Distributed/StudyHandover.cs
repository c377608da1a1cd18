using System.Globalization;
using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Invocation;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Running.Distributed;

/// <summary>Hands a prepared study to a broker, and has the workspace remember which broker that is.</summary>
internal static class StudyHandover
{
    /// <summary>Hands the study over; when this returns, the broker has it for good.</summary>
    /// <param name="session">The broker.</param>
    /// <param name="study">The study; its workspace is locked by the caller.</param>
    /// <param name="stop">Ends the wait for the answer.</param>
    /// <exception cref="RequestRefusedException">The broker does not take it; the workspace remembers what it did before.</exception>
    /// <exception cref="InterruptedException">The wait was ended; the broker may have taken the study.</exception>
    public static async Task<StudyId> SubmitAsync(BrokerSession session, PreparedStudy study, CancellationToken stop)
    {
        SubmissionRecord? earlier = SubmissionRecord.Read(study.StateDirectory);
        SubmissionRecord record = RecordOf(session, study.Plan);
        StudySubmission submission = Submission.ForBroker(
            study.Plan,
            new QueueNames(session.Access.QueueTag),
            session.Close(study.Plan),
            ParentTask.Of(session.Access),
            Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));

        // Written before the broker is asked: if this process dies meanwhile, a restart knows whom to ask.
        record.Write(study.StateDirectory);
        StudyId id = await AskAsync(session, submission, earlier, study.StateDirectory, stop);
        (record with { Study = id.Value }).Write(study.StateDirectory);
        return id;
    }

    private static async Task<StudyId> AskAsync(
        BrokerSession session, StudySubmission submission, SubmissionRecord? earlier, string state, CancellationToken stop)
    {
        try
        {
            return (await session.AskAsync<StudyAccepted>(number => new StudySubmit(number, submission), stop)).Study;
        }
        catch (RequestRefusedException) when (earlier is not null)
        {
            earlier.Write(state);
            throw;
        }
        catch (RequestRefusedException)
        {
            SubmissionRecord.Remove(state);
            throw;
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(
                "Interrupted while the study was handed to the broker, which may have taken it: 'merlin studies' tells. "
                + $"Its workspace stays: {submission.Workspace}",
                e);
        }
    }

    private static SubmissionRecord RecordOf(BrokerSession session, StudyPlan plan) => new()
    {
        Broker = session.Access.EnvironmentValue,
        BrokerId = session.Greeting.BrokerId,
        SamplesFile = plan.Samples?.File,
        SamplesSize = plan.Samples?.FileSize ?? 0,
        SamplesTicks = plan.Samples?.FileTicks ?? 0,
    };
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>
/// Answers requests about studies that have ended, of which the scheduler knows nothing any more. What it does not answer
/// is for the scheduler, which refuses what is unknown or somebody else's in the same words.
/// </summary>
internal sealed class ClosedStudies(Store store)
{
    /// <summary>What is to be stored and said, or null when the request is the scheduler's.</summary>
    /// <param name="asker">Who asks.</param>
    /// <param name="request">The request.</param>
    /// <param name="changes">Receives what must be durable before the answers go out.</param>
    public IReadOnlyList<BrokerMessage>? Answer(
        ClientIdentity asker, ProducerRequest request, List<BrokerChange> changes)
    {
        if (!asker.MayProduce)
        {
            return null;
        }

        return request switch
        {
            StudySubmit submit => AnswerAgain(asker, submit),
            StudyWatch watch when Find(asker, watch.Study) is { } study =>
                [new RequestDone(watch.Request), new StudyEnded(study.Study, study.End)],
            StudyCancel cancel when Find(asker, cancel.Study) is { } study => [Cancel(cancel, study)],
            StudyShare share when Find(asker, share.Study) is { } study => [Share(asker, share, study, changes)],
            StudyHold hold when Find(asker, hold.Study) is { } study => [TooLate(hold, study)],
            UrgencyChange change when Find(asker, change.Study) is { } study => [TooLate(change, study)],
            StudyExtend extend when Find(asker, extend.Study) is { } study => [Extend(extend, study)],
            _ => null,
        };
    }

    /// <summary>Says that a study has ended, and how.</summary>
    public static string HasEnded(StudyFacts study) => study.End switch
    {
        StudyEnd.HardFailed => $"{Name(study)} has ended: a task's hard failure stopped it.",
        StudyEnd.Cancelled => $"{Name(study)} has ended: it was cancelled.",
        _ => $"{Name(study)} has ended: every task that could run has run.",
    };

    private static string Name(StudyFacts study) => $"Study {study.Study.Value}";

    // Whoever lost the answer to a submission asks again; by then the study may have ended.
    private StudyAccepted[]? AnswerAgain(ClientIdentity asker, StudySubmit submit) =>
        submit.Submission.Token.Length > 0
        && store.FindByToken(asker.Owner, submit.Submission.Token) is { } study
            ? [new StudyAccepted(submit.Request, study)]
            : null;

    // A cancel that is repeated has been carried out.
    private static RequestAnswer Cancel(StudyCancel request, StudyFacts study) => study.End == StudyEnd.Cancelled
        ? new RequestDone(request.Request)
        : TooLate(request, study);

    // So has an extension: the study cannot have ended before it.
    private RequestAnswer Extend(StudyExtend request, StudyFacts study) =>
        store.ReadPlan(request.Study)?.Revision == request.Revision && request.Revision > 0
            ? new RequestDone(request.Request)
            : TooLate(request, study);

    private static RequestAnswer Share(
        ClientIdentity asker, StudyShare request, StudyFacts study, List<BrokerChange> changes)
    {
        if (asker.Owner != study.Owner)
        {
            return new RequestRefused(request.Request, $"Only its owner shares {study.Study}.");
        }

        if (study.SharedWith.Contains(request.User) != request.Shared)
        {
            changes.Add(new StudySharedSet(study.Study, request.User, request.Shared));
        }

        return new RequestDone(request.Request);
    }

    private static RequestRefused TooLate(ProducerRequest request, StudyFacts study) =>
        new(request.Request, HasEnded(study));

    private StudyFacts? Find(ClientIdentity asker, StudyId id) =>
        store.Find(id) is { IsOpen: false } study && study.MayBeSeenBy(asker) ? study : null;
}

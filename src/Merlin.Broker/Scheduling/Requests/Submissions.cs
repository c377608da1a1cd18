using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Takes studies in.</summary>
internal sealed class Submissions(SchedulerOptions options, Effects effects, StudyTable studies)
{
    public RequestAnswer Submit(ClientIdentity sender, StudySubmit request, Instant now)
    {
        if (studies.Find(sender.Owner, request.Submission.Token) is { } known)
        {
            return new StudyAccepted(request.Request, known.Id);
        }

        if (SubmissionRules.Refusal(request.Submission) is { } reason)
        {
            return new RequestRefused(request.Request, reason);
        }

        if (studies.CountOf(sender.Owner) >= options.MostStudiesOfAnOwner)
        {
            return new RequestRefused(
                request.Request,
                $"{sender.Owner} has {options.MostStudiesOfAnOwner} studies at this broker that have not ended, and more are not allowed.");
        }

        var id = new StudyId(studies.Next++);
        StudySubmission submission = request.Submission with { Owner = sender.Owner };
        effects.Store(new StudyAdded(id, submission, now));
        studies.Add(id, submission with { Plan = default });
        return new StudyAccepted(request.Request, id);
    }
}

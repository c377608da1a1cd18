using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Takes requests in, refuses those that their senders may not make, and has the others carried out.</summary>
internal sealed class ProducerRequests(
    Effects effects,
    StudyTable studies,
    Submissions submissions,
    StudySteering steering,
    StudyExtensions extensions,
    QueuePurges purges,
    Watchers watchers,
    ConsumerTable consumers,
    Stopping stopping)
{
    /// <summary>What is said of a study that is not there, or not there for the asker.</summary>
    public static string NoSuchStudy(StudyId study) => $"There is no running {study} of yours here.";

    public void Handle(PeerId peer, ClientIdentity sender, ProducerRequest request, Instant now)
    {
        if (Answer(peer, sender, request, now) is { } answer)
        {
            effects.Send(peer, answer);
        }
    }

    private RequestAnswer? Answer(PeerId peer, ClientIdentity sender, ProducerRequest request, Instant now)
    {
        if (!sender.MayProduce)
        {
            return new RequestRefused(
                request.Request,
                $"The key '{sender.Key}' may run tasks only; a key with the role 'producer' or 'user' may submit and steer studies.");
        }

        return request switch
        {
            StudySubmit submit => submissions.Submit(sender, submit, now),
            StudyCancel cancel => WithStudy(sender, cancel, cancel.Study, steering.Cancel),
            UrgencyChange change => WithStudy(sender, change, change.Study, study => steering.ChangeUrgency(study, change)),
            StudyHold hold => WithStudy(sender, hold, hold.Study, study => steering.Hold(study, hold.Held)),
            StudyShare share => WithStudy(sender, share, share.Study, study => steering.Share(study, sender, share)),
            StudyExtend extend => WithStudy(sender, extend, extend.Study, study => extensions.Extend(study, sender, extend)),
            StudyWatch watch => WithStudy(sender, watch, watch.Study, study => Watch(peer, sender, study)),
            QueuePurge purge => new QueuePurged(purge.Request, purges.Purge(sender, purge.Queues)),
            ConsumersStop stop => StopConsumers(sender, stop),
            _ => null,
        };
    }

    // Carries out what concerns one study that the sender may see; the action says why it refuses, or null.
    private RequestAnswer WithStudy(
        ClientIdentity sender, ProducerRequest request, StudyId id, Func<Study, string?> action)
    {
        string? refusal = studies.Find(id) is { } study && study.IsVisibleTo(sender) ? action(study) : NoSuchStudy(id);
        return refusal is null
            ? new RequestDone(request.Request)
            : new RequestRefused(request.Request, refusal);
    }

    private string? Watch(PeerId peer, ClientIdentity sender, Study study)
    {
        watchers.Add(peer, sender, study);
        return null;
    }

    private RequestDone StopConsumers(ClientIdentity sender, ConsumersStop request)
    {
        foreach (ConsumerId id in request.Consumers)
        {
            if (consumers.Find(id) is { } consumer && (consumer.Owner == sender.Owner || sender.IsAdministrator))
            {
                stopping.SendAway(consumer, $"{sender.Owner} asked for it");
            }
        }

        return new RequestDone(request.Request);
    }
}

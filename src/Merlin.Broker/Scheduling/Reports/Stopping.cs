using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Stops studies and sends consumers away, because a task or a person asks for it.</summary>
internal sealed class Stopping(Effects effects, ConsumerTable consumers, TaskFlow flow, Recalls recalls)
{
    private readonly List<(string Owner, string? Queue, string Reason)> _sendAway = [];

    /// <summary>Does what the ended tasks of an array ask for beyond themselves.</summary>
    public void Obey(TaskArray array, List<TaskRecord> ended)
    {
        foreach (TaskRecord record in ended)
        {
            if (record.Outcome == TaskOutcome.HardFailed)
            {
                Stop(array.Study, StudyEnd.HardFailed);
                _sendAway.Add((array.Study.Owner, array.Spec.Queue, $"a task of step '{array.Spec.Name}' failed hard"));
            }
            else if (record.Outcome == TaskOutcome.StopWorkers)
            {
                _sendAway.Add((array.Study.Owner, null, $"a task of step '{array.Spec.Name}' asked to stop the workers"));
            }
        }
    }

    /// <summary>Starts no further task of a study; those that run are killed only if it was cancelled.</summary>
    public void Stop(Study study, StudyEnd reason)
    {
        if (study.Stopping == reason || study.Stopping == StudyEnd.Cancelled)
        {
            return;
        }

        study.Stopping = reason;
        effects.Store(new StudyStopping(study.Id, reason));
        foreach (TaskArray array in study.Arrays)
        {
            flow.CancelUnleased(array);
        }

        foreach (Lease lease in study.Leases)
        {
            recalls.AskAll(lease, kill: reason == StudyEnd.Cancelled);
        }
    }

    /// <summary>Sends the consumers away that were to be sent away since the last call.</summary>
    public void SendAway()
    {
        foreach ((string owner, string? queue, string reason) in _sendAway)
        {
            foreach (Consumer consumer in consumers.CrewOf(owner).Consumers)
            {
                if (queue is null || consumer.Serves(queue))
                {
                    SendAway(consumer, reason);
                }
            }
        }

        _sendAway.Clear();
    }

    /// <summary>Sends everybody away.</summary>
    public void SendAllAway(string reason)
    {
        foreach (Consumer consumer in consumers.All)
        {
            SendAway(consumer, reason);
        }
    }

    /// <summary>Sends those away that are in some Flux jobs.</summary>
    /// <param name="reasons">Why, by the job's id in F58.</param>
    public void SendAway(IReadOnlyDictionary<string, string> reasons)
    {
        foreach (Consumer consumer in consumers.All)
        {
            if (reasons.TryGetValue(consumer.Job, out string? reason))
            {
                SendAway(consumer, reason);
            }
        }
    }

    /// <summary>Asks a consumer to leave, unless it was asked before; it gets no more work.</summary>
    public void SendAway(Consumer consumer, string reason)
    {
        if (consumer.StopReason is null)
        {
            consumer.StopReason = reason;
            consumers.Retire(consumer);
            effects.Send(consumer.Peer, new ConsumerStop(reason));
        }
    }
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Adds tasks to arrays of a running study.</summary>
internal sealed class StudyExtensions(Effects effects, TaskFlow flow)
{
    /// <summary>Adds the tasks, unless that was done before; says why it refuses, or null when it is done.</summary>
    /// <remarks>The plan holds commands, which run as the study's owner: nobody else replaces it.</remarks>
    public string? Extend(Study study, ClientIdentity sender, StudyExtend request)
    {
        if (!study.IsOwnedBy(sender))
        {
            return $"Study {study.Id.Value} belongs to {study.Owner}; only its owner extends it.";
        }

        if (StudySteering.RefusalOf(study, request.Ordinals) is { } unknown)
        {
            return unknown;
        }

        List<TaskArray> arrays = [.. request.Ordinals.Distinct().Order().Select(ordinal => study.Arrays[ordinal])];
        if (WasDone(study, arrays, request))
        {
            return null;
        }

        string? refusal = Refusal(study, arrays, request);
        if (refusal is null)
        {
            Extend(study, arrays, request);
        }

        return refusal;
    }

    private static bool WasDone(Study study, List<TaskArray> arrays, StudyExtend request) =>
        request.Revision == study.PlanRevision
        && arrays.Count > 0
        && arrays.TrueForAll(array => array.Spec.Count == request.To);

    private static string? Refusal(Study study, List<TaskArray> arrays, StudyExtend request)
    {
        if (study.IsStopping)
        {
            return $"Study {study.Id.Value} is being stopped and takes no more tasks.";
        }

        if (arrays.Count == 0)
        {
            return $"No step of study {study.Id.Value} was named that is to get more tasks.";
        }

        if (request.Revision != study.PlanRevision + 1)
        {
            return $"Study {study.Id.Value} was extended by somebody else in the meantime (its plan is at revision {study.PlanRevision}); "
                + "ask for its present plan and try again.";
        }

        if (request.To <= request.From || request.To > SubmissionRules.MostTasks)
        {
            return $"Study {study.Id.Value} cannot go from {request.From} to {request.To} tasks; "
                + $"there must be more than before, and at most {SubmissionRules.MostTasks}.";
        }

        return arrays.Select(array => Refusal(array, arrays, request.From)).FirstOrDefault(refusal => refusal is not null);
    }

    private static string? Refusal(TaskArray array, List<TaskArray> arrays, long from)
    {
        string name = array.Spec.Name;
        TaskArray? apart = array.Before.Concat(array.After).FirstOrDefault(joined => !arrays.Contains(joined));
        return array switch
        {
            { Spec.Sampled: false } => $"Step '{name}' does not run for each sample, so it cannot get more tasks.",
            _ when array.Spec.Count != from => $"Step '{name}' has {array.Spec.Count} tasks by now, not {from}.",
            _ when array.States.Open == 0 => $"Step '{name}' has ended: what waits for all of its tasks may have started.",
            _ when apart is not null => $"Step '{name}' goes sample by sample with step '{apart.Spec.Name}'; extend both together.",
            _ => null,
        };
    }

    private void Extend(Study study, List<TaskArray> arrays, StudyExtend request)
    {
        study.PlanRevision = request.Revision;
        int[] ordinals = [.. arrays.Select(array => array.Id.Ordinal)];
        effects.Store(new StudyExtended(study.Id, ordinals, request.To, request.Plan, request.Revision));
        List<IndexRange> added = arrays.ConvertAll(array => array.Extend(request.To));

        // All first: what follows sample by sample must see the new tasks that it waits for.
        for (int i = 0; i < arrays.Count; i++)
        {
            flow.MakeReady(arrays[i], [added[i]]);
        }
    }
}

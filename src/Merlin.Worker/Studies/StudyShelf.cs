using Merlin.Broker;

namespace Merlin.Worker.Studies;

/// <summary>The studies whose plans were asked for. Belongs to the loop.</summary>
internal sealed class StudyShelf : IDisposable
{
    private readonly Dictionary<StudyId, StudyWork?> _studies = [];

    /// <summary>Whether the plan must still be asked for; asking is up to the caller, once.</summary>
    public bool MustAsk(StudyId study) => _studies.TryAdd(study, null);

    /// <summary>Puts a study there.</summary>
    public void Put(PlanResult result) => _studies[result.Study] = result.Work;

    /// <summary>The node behind an array, or null when its plan cannot be used.</summary>
    public NodeWork? Node(ArrayId array) =>
        _studies.TryGetValue(array.Study, out StudyWork? study) && study is not null
            && array.Ordinal < study.Plan.Nodes.Count
            ? study.Node(array.Ordinal)
            : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StudyWork? study in _studies.Values)
        {
            study?.Dispose();
        }
    }
}

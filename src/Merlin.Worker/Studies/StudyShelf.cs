using Merlin.Broker;

namespace Merlin.Worker.Studies;

/// <summary>
/// The studies whose plans were asked for. Of those of which nothing is in hand a few are kept. Belongs to the loop.
/// </summary>
internal sealed class StudyShelf : IDisposable
{
    private const int Room = 8;
    private readonly Dictionary<StudyId, ShelvedStudy> _studies = [];
    private readonly List<StudyWork> _replaced = [];
    private long _needs;

    /// <summary>Studies whose plan was asked for and has not come.</summary>
    public IEnumerable<StudyId> Unanswered =>
        _studies.Where(static entry => entry.Value.Present < entry.Value.Asked).Select(static entry => entry.Key);

    /// <summary>Whether the plan must still be asked for, in this revision; asking is up to the caller, once.</summary>
    public bool MustAsk(StudyId study, int revision)
    {
        if (!_studies.TryGetValue(study, out ShelvedStudy? shelved))
        {
            _studies.Add(study, new ShelvedStudy { Asked = revision, Needed = ++_needs });
            return true;
        }

        shelved.Needed = ++_needs;
        bool isNewer = revision > shelved.Asked;
        shelved.Asked = Math.Max(revision, shelved.Asked);
        return isNewer;
    }

    /// <summary>Puts a study there, or a newer plan of it.</summary>
    public void Put(PlanResult result)
    {
        if (!_studies.TryGetValue(result.Study, out ShelvedStudy? shelved) || result.Revision < shelved.Present)
        {
            result.Work?.Dispose();
            return;
        }

        Replace(shelved.Work);
        shelved.Work = result.Work;
        shelved.Present = result.Revision;
    }

    /// <summary>The node behind an array, or null when its plan cannot be used.</summary>
    public NodeWork? Node(ArrayId array) =>
        _studies.TryGetValue(array.Study, out ShelvedStudy? shelved) && shelved.Work is { } study
            && array.Ordinal < study.Plan.Nodes.Count
            ? study.Node(array.Ordinal)
            : null;

    /// <summary>A task of the study is in some thread's hands no more.</summary>
    public void Return(StudyWork study)
    {
        study.Uses--;
        if (study.Uses == 0 && _replaced.Remove(study))
        {
            study.Dispose();
        }
    }

    /// <summary>Takes a study off the shelf.</summary>
    public void Remove(StudyId study)
    {
        if (_studies.Remove(study, out ShelvedStudy? shelved))
        {
            Replace(shelved.Work);
        }
    }

    /// <summary>The studies to be taken off the shelf, so that it does not grow for ever.</summary>
    /// <param name="isInHand">Whether a lease on a study is held.</param>
    public IReadOnlyList<StudyId> Superfluous(Func<StudyId, bool> isInHand) =>
        _studies.Count <= Room
            ? []
            : _studies
                .Where(entry => !isInHand(entry.Key))
                .OrderByDescending(static entry => entry.Value.Needed)
                .Skip(Room)
                .Select(static entry => entry.Key)
                .ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        _replaced.ForEach(static study => study.Dispose());
        foreach (ShelvedStudy shelved in _studies.Values)
        {
            shelved.Work?.Dispose();
        }
    }

    private void Replace(StudyWork? study)
    {
        if (study is { Uses: > 0 })
        {
            _replaced.Add(study);
        }
        else
        {
            study?.Dispose();
        }
    }
}

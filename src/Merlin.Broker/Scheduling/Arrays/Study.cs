using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>One study that is not closed.</summary>
internal sealed class Study(StudyId id)
{
    public StudyId Id { get; } = id;

    public List<TaskArray> Arrays { get; } = [];

    /// <summary>Why no further task is started, or <see cref="StudyEnd.None"/>.</summary>
    public StudyEnd Stopping { get; set; }

    public bool IsStopping => Stopping != StudyEnd.None;

    /// <summary>Whether any of its tasks was ever leased.</summary>
    public bool Begun { get; set; }

    /// <summary>The line of whoever submitted it, as long as it is open.</summary>
    public PeerId? Producer { get; set; }

    public HashSet<Lease> Leases { get; } = [];

    /// <summary>How many arrays have tasks that have not ended.</summary>
    public int OpenArrays { get; set; }

    /// <summary>Whether it stays when all its tasks have ended (an agent is told by its leases what is there).</summary>
    public bool Lasting { get; init; }

    public TaskArray? Array(ArrayId id) =>
        id.Ordinal >= 0 && id.Ordinal < Arrays.Count ? Arrays[id.Ordinal] : null;
}

using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>One study that is not closed.</summary>
internal sealed class Study(StudyId id, string owner)
{
    public StudyId Id { get; } = id;

    /// <summary>The user whose consumers run it, and nobody else's.</summary>
    public string Owner { get; } = owner;

    /// <summary>What its submission alone bears; empty for nothing.</summary>
    public string Token { get; init; } = "";

    /// <summary>The other users who may see and steer it.</summary>
    public HashSet<string> SharedWith { get; } = new(StringComparer.Ordinal);

    public List<TaskArray> Arrays { get; } = [];

    /// <summary>Why no further task is started, or <see cref="StudyEnd.None"/>.</summary>
    public StudyEnd Stopping { get; set; }

    public bool IsStopping => Stopping != StudyEnd.None;

    /// <summary>Whether nothing of it is leased for now, whatever the urgencies of its arrays.</summary>
    public bool Held { get; set; }

    /// <summary>The revision of the plan that knows of all its tasks.</summary>
    public int PlanRevision { get; set; }

    /// <summary>Whether any of its tasks was ever leased.</summary>
    public bool Begun { get; set; }

    public HashSet<Lease> Leases { get; } = [];

    /// <summary>How many arrays have tasks that have not ended.</summary>
    public int OpenArrays { get; set; }

    /// <summary>Whether it stays when all its tasks have ended (an agent is told by its leases what is there).</summary>
    public bool Lasting { get; init; }

    public TaskArray? Array(ArrayId id) =>
        id.Ordinal >= 0 && id.Ordinal < Arrays.Count ? Arrays[id.Ordinal] : null;

    public bool IsOwnedBy(ClientIdentity client) => client.Owner == Owner;

    /// <summary>Whether a client may see and steer it.</summary>
    public bool IsVisibleTo(ClientIdentity client) =>
        IsOwnedBy(client) || client.IsAdministrator || SharedWith.Contains(client.Owner);
}

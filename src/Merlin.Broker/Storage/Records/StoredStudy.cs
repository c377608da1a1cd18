using Merlin.Broker.Messages;

namespace Merlin.Broker.Storage;

/// <summary>One study as the store knows it.</summary>
internal sealed class StoredStudy
{
    public required StudyId Id { get; init; }

    public required string Name { get; init; }

    public required string Workspace { get; init; }

    public required string Owner { get; init; }

    public required Instant Submitted { get; init; }

    /// <summary>What its submission alone bears, or empty.</summary>
    public required string Token { get; init; }

    /// <summary>The task that submitted it, or null.</summary>
    public TaskId? Parent { get; init; }

    /// <summary>The other users who may see and steer it.</summary>
    public SortedSet<string> SharedWith { get; } = new(StringComparer.Ordinal);

    public bool Held { get; set; }

    /// <summary>Why no further task is started, or <see cref="StudyEnd.None"/>.</summary>
    public StudyEnd Stopping { get; set; }

    public StudyEnd End { get; init; }

    public Instant? Closed { get; init; }

    /// <summary>Whether it belongs to an earlier run of the workspace.</summary>
    public bool IsSuperseded { get; init; }

    /// <summary>Its arrays, in the order of their ordinals.</summary>
    public List<StoredArray> Arrays { get; } = [];
}

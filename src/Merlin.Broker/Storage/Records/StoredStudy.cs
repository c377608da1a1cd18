using Merlin.Broker.Messages;

namespace Merlin.Broker.Storage;

/// <summary>What a store keeps in memory of one study.</summary>
internal sealed class StoredStudy
{
    public required StudyId Id { get; init; }

    public required string Name { get; init; }

    public required string Workspace { get; init; }

    public required string Owner { get; init; }

    public required Instant Submitted { get; init; }

    /// <summary>Why no further task is started, or <see cref="StudyEnd.None"/>.</summary>
    public StudyEnd Stopping { get; set; }

    public StudyEnd End { get; set; }

    public Instant? Closed { get; set; }

    /// <summary>Whether it belongs to an earlier run of the workspace.</summary>
    public bool IsSuperseded { get; set; }

    /// <summary>Its arrays, in the order of their ordinals.</summary>
    public List<StoredArray> Arrays { get; } = [];
}

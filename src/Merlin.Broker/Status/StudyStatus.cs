using Merlin.Broker.Messages;

namespace Merlin.Broker.Status;

/// <summary>Where a study stands, at one moment.</summary>
public sealed record StudyStatus
{
    /// <summary>The study.</summary>
    public required StudyId Study { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its workspace as it was submitted.</summary>
    public required string Workspace { get; init; }

    /// <summary>The user behind it.</summary>
    public required string Owner { get; init; }

    /// <summary>When it was submitted.</summary>
    public required Instant Submitted { get; init; }

    /// <summary>When its last task ended, or null while tasks are left.</summary>
    public required Instant? Closed { get; init; }

    /// <summary>How it ended, or <see cref="StudyEnd.None"/> while tasks are left.</summary>
    public required StudyEnd End { get; init; }

    /// <summary>Whether it is held: nothing of it is leased.</summary>
    public bool Held { get; init; }

    /// <summary>The task that submitted it, or null.</summary>
    public TaskId? Parent { get; init; }

    /// <summary>The other users who may see and steer it.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>Whether a process runs the study at this moment.</summary>
    public required bool Live { get; init; }

    /// <summary>Its arrays, in the order of their ordinals.</summary>
    public required IReadOnlyList<ArrayStatus> Arrays { get; init; }
}

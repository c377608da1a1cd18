namespace Merlin.Cli.Studies;

/// <summary>What is known of a study as a whole.</summary>
internal sealed record StudyFacts
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its number on the broker that runs or ran it; null for a local run.</summary>
    public long? Id { get; init; }

    /// <summary>Absolute path of its workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Whether workers elsewhere ran it; only then queues and workers are worth telling.</summary>
    public bool Distributed { get; init; }

    /// <summary>Whether a process runs it at this moment.</summary>
    public bool Live { get; init; }

    /// <summary>How it ended: <c>completed</c>, <c>hard_failed</c> or <c>cancelled</c>; null while tasks are left or when nobody knows.</summary>
    public string? End { get; init; }

    /// <summary>When it was submitted, if that is known.</summary>
    public DateTimeOffset? Submitted { get; init; }

    /// <summary>When its last task ended, if that is known.</summary>
    public DateTimeOffset? Closed { get; init; }
}

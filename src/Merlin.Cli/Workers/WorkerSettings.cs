namespace Merlin.Cli.Workers;

/// <summary>What <c>merlin worker</c> was asked for.</summary>
internal sealed record WorkerSettings
{
    /// <summary>The worker's name.</summary>
    public required WorkerName Name { get; init; }

    /// <summary>The queues it serves, with their tags; empty for all.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>How many tasks run at once; null for as many as there are cores.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Whether the Flux instance that it runs in is its own, so that it packs tasks into the instance's nodes.</summary>
    public bool OwnsInstance { get; init; }

    /// <summary>What names the agent to lease from; null for the broker itself.</summary>
    public string? Agent { get; init; }

    /// <summary>Below which directory packed tasks run; null for that of temporary files.</summary>
    public string? Scratch { get; init; }

    /// <summary>How long the worker may live, or null.</summary>
    public TimeSpan? Walltime { get; init; }

    /// <summary>How long tasks may go on after a SIGTERM.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>What <c>--broker</c> says, or null.</summary>
    public string? Broker { get; init; }

    /// <summary>Options of Celery's workers that were given and mean nothing here.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}

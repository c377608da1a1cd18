using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Hosting;

/// <summary>Who an agent is, and how it treats its consumers.</summary>
public sealed record AgentOptions
{
    /// <summary>Its identity as a consumer; a new one for every life, since it remembers nothing.</summary>
    public required ConsumerId Identity { get; init; }

    /// <summary>Its name; shown in lists.</summary>
    public required string Name { get; init; }

    /// <summary>The host it runs on; shown in lists.</summary>
    public required string Host { get; init; }

    /// <summary>The user behind it, as its lines' <see cref="Security.ClientIdentity"/> names him; it serves nobody else.</summary>
    public required string Owner { get; init; }

    /// <summary>The id in F58 of the Flux job that its instance is, or empty; shown in lists.</summary>
    public string Job { get; init; } = "";

    /// <summary>The program's version, as its greetings tell it.</summary>
    public string Version { get; init; } = "";

    /// <summary>
    /// How the host above is taken to treat it; of the heartbeat limit, it gives its own consumers half.
    /// </summary>
    public SchedulerOptions Scheduling { get; init; } = new();

    /// <summary>How many bytes of studies' plans are kept for consumers that ask; 256 MiB unless said otherwise.</summary>
    public long MostPlanBytes { get; init; } = 256L << 20;
}

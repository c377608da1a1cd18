namespace Merlin.Flux;

/// <summary>What an instance says about itself.</summary>
public sealed record InstanceFacts
{
    /// <summary>How many instances are above it: 0 for one that no Flux job is.</summary>
    public required int Level { get; init; }

    /// <summary>How many brokers it has.</summary>
    public required int Size { get; init; }

    /// <summary>The rank of the broker that the handle is connected to.</summary>
    public required BrokerRank Rank { get; init; }

    /// <summary>The user id of its owner.</summary>
    public required uint Owner { get; init; }

    /// <summary>The hosts of its brokers, in the order of their ranks.</summary>
    public required HostList Hosts { get; init; }

    /// <summary>Where the broker that the handle is connected to listens.</summary>
    public required FluxUri LocalUri { get; init; }

    /// <summary>The job of the instance above that this instance is; null at level 0.</summary>
    public JobId? Job { get; init; }

    /// <summary>Where the instance above listens; null at level 0.</summary>
    public FluxUri? ParentUri { get; init; }

    /// <summary>Whether a service manager started it for the whole machine.</summary>
    public required bool IsSystemInstance { get; init; }

    /// <summary>Whether its resources are this user's: it belongs to the user, and is not the machine's own instance.</summary>
    public bool IsMine => Owner == UserImports.EffectiveUser() && !IsSystemInstance;
}

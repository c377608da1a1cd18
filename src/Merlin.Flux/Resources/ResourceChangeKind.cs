namespace Merlin.Flux;

/// <summary>What happened to nodes.</summary>
public enum ResourceChangeKind
{
    /// <summary>Their brokers are there.</summary>
    Online,

    /// <summary>Their brokers are gone.</summary>
    Offline,

    /// <summary>Nothing new is to start there.</summary>
    Drained,

    /// <summary>They may be used again.</summary>
    Undrained,

    /// <summary>Their brokers have not been heard of for a while.</summary>
    Torpid,

    /// <summary>Their brokers have been heard of again.</summary>
    Lively,
}

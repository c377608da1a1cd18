namespace Merlin.Cli.Studies;

/// <summary>A task that has been touched.</summary>
/// <param name="Workspace">Its directory relative to the study's workspace.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ReturnCode">Its return code's text, or null.</param>
/// <param name="Elapsed">From its first start to its end, or null when it never started.</param>
/// <param name="RunTime">How long it ran, or null when it never did.</param>
/// <param name="Restarts">How many further attempts it asked for.</param>
/// <param name="Workers">Names of the workers that ran it.</param>
internal sealed record TaskView(
    string Workspace,
    StateWord State,
    string? ReturnCode,
    TimeSpan? Elapsed,
    TimeSpan? RunTime,
    int Restarts,
    IReadOnlyList<string> Workers)
{
    /// <summary>Where it ran, in hostlist form, or null when that is not known.</summary>
    public string? Hosts { get; init; }

    /// <summary>The id of the Flux job that it was, or null.</summary>
    public string? Job { get; init; }

    /// <summary>The id of the Flux job that its worker's instance is, or null.</summary>
    public string? Instance { get; init; }
}

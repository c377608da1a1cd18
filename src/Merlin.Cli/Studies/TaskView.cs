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
    IReadOnlyList<string> Workers);

namespace Merlin.Cli.Doctor;

/// <summary>What one check found out about this machine.</summary>
/// <param name="Name">What was checked: a key for programs and a heading for people.</param>
/// <param name="State">How it stands.</param>
/// <param name="Words">What was found.</param>
/// <param name="Advice">What to do about it; null where nothing needs to be done.</param>
internal sealed record Finding(string Name, FindingState State, string Words, string? Advice = null)
{
    /// <summary>The state in a word.</summary>
    public string StateWord => State switch
    {
        FindingState.Good => "OK",
        FindingState.Absent => "none",
        FindingState.Doubtful => "warning",
        _ => "Error",
    };
}

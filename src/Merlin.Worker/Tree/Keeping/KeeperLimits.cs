namespace Merlin.Worker.Tree.Keeping;

/// <summary>How patient a keeper is with instances that end.</summary>
internal sealed record KeeperLimits
{
    /// <summary>An instance that has run for less has ended soon.</summary>
    public TimeSpan SoonAfterStart { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many instances of a part in a row may end soon before it is given up.</summary>
    public int MostSoonEnds { get; init; } = 5;

    /// <summary>The pause after the first of them; each further one doubles it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);
}

namespace Merlin.Cli.Studies;

/// <summary>How many tasks are in each state.</summary>
internal sealed class StateCounts
{
    private readonly long[] _counts = new long[StateWords.All.Count];

    /// <summary>The number of tasks in one state.</summary>
    public long this[StateWord state]
    {
        get => _counts[(int)state];
        set => _counts[(int)state] = value;
    }

    /// <summary>The number of tasks in any state.</summary>
    public long Total => _counts.Sum();

    /// <summary>The number of tasks that are done with.</summary>
    public long Completed => StateWords.All.Where(static state => state.IsCompleted()).Sum(state => this[state]);
}

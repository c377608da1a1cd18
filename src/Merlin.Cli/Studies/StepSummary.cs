using Merlin.Broker.Status;

namespace Merlin.Cli.Studies;

/// <summary>Where the tasks of one step stand, all its nodes together.</summary>
internal sealed record StepSummary
{
    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many tasks it has.</summary>
    public required long Total { get; init; }

    /// <summary>The tasks that have been touched, by state.</summary>
    public required StateCounts Counts { get; init; }

    /// <summary>Tasks that nobody has touched and that may be taken now.</summary>
    public long Ready { get; init; }

    /// <summary>
    /// Tasks that ended because this run ran them: not those found finished, nor those that were never begun. Only
    /// known from a store.
    /// </summary>
    public long Ran { get; init; }

    /// <summary>How long its tasks ran.</summary>
    public RunTimes RunTimes { get; init; }

    /// <summary>Its queues, without tag.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Names of the workers that ran its tasks.</summary>
    public IReadOnlyList<string> Workers { get; init; } = [];

    /// <summary>Whether any of its tasks has been touched.</summary>
    public bool Started => Counts.Total > 0;

    /// <summary>Tasks that nobody has touched and that wait for something.</summary>
    public long Waiting => Math.Max(0, Total - Counts.Total - Ready);

    /// <summary>How much of it is done with, 0 to 100.</summary>
    public double Percent => Total == 0 ? 0 : 100.0 * Counts.Completed / Total;
}

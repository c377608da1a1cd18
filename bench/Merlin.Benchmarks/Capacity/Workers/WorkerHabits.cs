namespace Merlin.Benchmarks.Capacity.Workers;

/// <summary>How simulated workers go about their tasks, which take a second each by their word and no time in truth.</summary>
internal sealed record WorkerHabits
{
    private const double OneInTwenty = 0.05;
    private const int MostInALease = 4096;
    private const int PartOfALease = 512;

    /// <summary>Leases are run and reported as they come, each as a whole.</summary>
    public static readonly WorkerHabits InOrder = new() { Name = "in order" };

    /// <summary>
    /// Tasks of several leases are run in random order and reported in parts; one in twenty fails for good, and one in twenty
    /// asks for a retry.
    /// </summary>
    public static readonly WorkerHabits AtRandom = new()
    {
        Name = "at random",
        LeasesAhead = 4,
        ReportTasks = PartOfALease,
        IsRandom = true,
        SoftFailures = OneInTwenty,
        Retries = OneInTwenty,
    };

    /// <summary>The same, with each task reported alone.</summary>
    public static readonly WorkerHabits OneByOne = AtRandom with { Name = "one by one", ReportTasks = 1, ReportsInFlight = 4 };

    /// <summary>Leases of one task each.</summary>
    public static readonly WorkerHabits SingleLeases = new() { Name = "leases of one task", Slots = 1 };

    /// <summary>What they are called in the table and the records.</summary>
    public required string Name { get; init; }

    /// <summary>How many tasks one of them runs at a time by its own word: with tasks of a second, as many as a lease has.</summary>
    public int Slots { get; init; } = MostInALease;

    /// <summary>How many leases one of them holds at a time.</summary>
    public int LeasesAhead { get; init; } = 2;

    /// <summary>The most tasks in a report.</summary>
    public int ReportTasks { get; init; } = int.MaxValue;

    /// <summary>How many reports of one of them may wait for their acknowledgement.</summary>
    public int ReportsInFlight { get; init; } = 2;

    /// <summary>Whether the next tasks to be run are any of those in hand.</summary>
    public bool IsRandom { get; init; }

    /// <summary>The share of attempts that fail for good.</summary>
    public double SoftFailures { get; init; }

    /// <summary>The share of attempts that ask for another one.</summary>
    public double Retries { get; init; }
}

namespace Merlin.Broker.Scheduling;

/// <summary>A request to a lease's holder to give tasks back.</summary>
/// <param name="number">What the answer repeats.</param>
/// <param name="ranges">The indices asked for.</param>
/// <param name="kill">Whether running tasks are to be killed.</param>
internal sealed class Recall(long number, RangeSet ranges, bool kill)
{
    public long Number { get; } = number;

    public RangeSet Ranges { get; } = ranges;

    public bool Kill { get; } = kill;

    /// <summary>Whether it was answered, or cannot be any more.</summary>
    public bool IsOver { get; set; }
}

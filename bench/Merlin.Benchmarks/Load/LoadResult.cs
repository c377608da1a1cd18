namespace Merlin.Benchmarks.Load;

/// <summary>What came of one run.</summary>
/// <param name="Time">From the first task's submission until the last one's record is durable.</param>
/// <param name="LeaseSize">How many tasks a lease had on the average; 0 where there are no leases.</param>
internal sealed record LoadResult(TimeSpan Time, double LeaseSize = 0);

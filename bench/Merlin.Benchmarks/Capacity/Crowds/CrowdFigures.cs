namespace Merlin.Benchmarks.Capacity.Crowds;

/// <summary>What came of workers that end tasks at a given pace.</summary>
/// <param name="WaitMillis">The times in milliseconds that a worker waited for its next task, in no order.</param>
/// <param name="BrokerLoad">The share of one processor that the broker needed.</param>
/// <param name="PeakKibibytes">The broker's largest resident memory, in KiB.</param>
internal sealed record CrowdFigures(IReadOnlyList<double> WaitMillis, double BrokerLoad, long PeakKibibytes);

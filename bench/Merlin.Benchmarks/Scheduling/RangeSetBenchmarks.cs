using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Broker;
using Merlin.Broker.Scheduling;

namespace Merlin.Benchmarks.Scheduling;

/// <summary>The set of ranges that a lease still holds: its tasks are reported one by one, or a part at a time.</summary>
[MemoryDiagnoser]
public class RangeSetBenchmarks
{
    private const int Lease = 1000;
    private const int Part = 10;
    private readonly RangeSet _held = new();
    private long _next = Lease;

    [Benchmark]
    [Hot]
    public void ReportPart()
    {
        if (_next >= Lease)
        {
            _next = 0;
            _held.Clear();
            _held.Add(new IndexRange(0, Lease));
        }

        _held.Remove(new IndexRange(_next, _next + Part));
        _next += Part;
    }
}

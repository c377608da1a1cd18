using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Broker;
using Merlin.Broker.Scheduling;

namespace Merlin.Benchmarks.Scheduling;

/// <summary>
/// The sets of indices in which the scheduler keeps an array's state: a range leaves one set and joins another, in order as
/// leases do, and scattered as failures do.
/// </summary>
[MemoryDiagnoser]
public class IndexSetBenchmarks
{
    private const long Count = 100_000_000;
    private const int Lease = 1000;
    private const long Stride = 7919;

    private readonly List<IndexRange> _found = new(16);
    private IndexSet _ready = IndexSet.All(Count);
    private IndexSet _leased = new();
    private IndexSet _failed = new();
    private long _scattered;

    [GlobalSetup]
    public void Setup()
    {
        _ready = IndexSet.All(Count);
        _leased = new IndexSet();
        _failed = new IndexSet();
    }

    [Benchmark]
    [Hot]
    public int LeaseAndEnd()
    {
        if (_ready.Count < Lease)
        {
            Setup();
        }

        _found.Clear();
        _ready.First(Lease, _found);
        foreach (IndexRange range in _found)
        {
            _ready.Remove(range);
            _leased.Add(range);
            _leased.Remove(range);
        }

        return _found.Count;
    }

    [Benchmark]
    [Hot(WarmUp = 100_000, Operations = 10_000)]
    public void AddScattered()
    {
        _scattered = (_scattered + Stride) % (Count / 100);
        _failed.Add(IndexRange.Of(_scattered));
    }
}

using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Workflow.Samples;

namespace Merlin.Benchmarks.Samples;

/// <summary>A sample's directory is arithmetic on its index: written for every task, so it must allocate nothing.</summary>
[MemoryDiagnoser]
public class SampleLayoutBenchmarks
{
    private readonly byte[] _target = new byte[64];
    private SampleLayout _layout = new(1, 25);
    private long _index;

    [Params(1_000L, 100_000_000L)]
    public long Count { get; set; }

    [GlobalSetup]
    public void Setup() => _layout = new SampleLayout(Count, 25);

    [Benchmark]
    [Hot]
    public int WritePath()
    {
        _index = (_index + 7919) % Count;
        _layout.WritePath(_index, _target);
        return _target[0];
    }
}

using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;

namespace Merlin.Benchmarks.Wire;

/// <summary>
/// A message of 200 bytes from a dealer to a router and back over the loopback, one at a time: four turns of libzmq's own
/// threads and, with CURVE, two sealings and two openings.
/// </summary>
[MemoryDiagnoser]
public class RoundTripBenchmarks
{
    private const int Length = 200;
    private readonly byte[] _message = new byte[Length];
    private SocketPair? _pair;

    [Params(false, true)]
    public bool Curve { get; set; }

    [GlobalSetup]
    public void Setup() => _pair = SocketPair.Connect(Curve);

    [GlobalCleanup]
    public void Cleanup() => _pair?.Dispose();

    [Benchmark]
    [Hot(WarmUp = 100, Operations = 500)]
    public int RoundTrip() => _pair!.RoundTrip(_message);
}

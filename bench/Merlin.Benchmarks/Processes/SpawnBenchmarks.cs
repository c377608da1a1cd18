using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;

namespace Merlin.Benchmarks.Processes;

/// <summary>Starting a program that does nothing, as a worker starts tasks, and reaping it.</summary>
[MemoryDiagnoser]
public class SpawnBenchmarks
{
    private ProgramStart? _program;

    [GlobalSetup]
    public void Setup() => _program = ProgramStart.Of("/bin/true\0"u8);

    [GlobalCleanup]
    public void Cleanup() => _program?.Dispose();

    [Benchmark]
    [Hot(WarmUp = 20, Operations = 100)]
    public int Spawn() => _program!.Run();
}

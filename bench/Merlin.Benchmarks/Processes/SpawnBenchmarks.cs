using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Posix;

namespace Merlin.Benchmarks.Processes;

/// <summary>Starting a program that does nothing, as a worker starts tasks, and reaping it.</summary>
[MemoryDiagnoser]
public class SpawnBenchmarks
{
    private static readonly byte[] Program = "/bin/true\0"u8.ToArray();
    private SpawnFileActions? _actions;
    private SpawnAttributes? _attributes;
    private StringVector? _environment;

    [GlobalSetup]
    public void Setup()
    {
        _actions = new SpawnFileActions();
        _actions.Read(0, "/dev/null").Append(1, "/dev/null").Append(2, "/dev/null");
        _attributes = new SpawnAttributes();
        _environment = new StringVector(["PATH=/usr/bin:/bin"u8.ToArray()]);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _environment?.Dispose();
        _attributes?.Dispose();
        _actions?.Dispose();
    }

    [Benchmark]
    [Hot(WarmUp = 20, Operations = 100)]
    public int Spawn()
    {
        int error = ProcessStart.Start(Program, _actions!, _attributes!, _environment!, out int pid);
        return error == 0 ? ChildProcess.Reap(pid).ShellCode : throw new InvalidOperationException($"posix_spawn: error {error}");
    }
}

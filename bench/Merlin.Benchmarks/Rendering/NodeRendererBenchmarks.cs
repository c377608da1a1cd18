using System.Buffers;
using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;

namespace Merlin.Benchmarks.Rendering;

/// <summary>What a worker does for every task before a process starts; it must allocate nothing.</summary>
[MemoryDiagnoser]
public class NodeRendererBenchmarks
{
    private const long Count = 1_000_000;

    private readonly ArrayBufferWriter<byte> _script = new(4096);
    private readonly byte[] _directory = new byte[256];
    private readonly SampleRow _row = new();
    private readonly NodeRenderer _renderer = MakeRenderer();
    private long _index;

    [GlobalSetup]
    public void Setup()
    {
        foreach (ReadOnlySpan<byte> value in (byte[][])[[.. "0.25"u8], [.. "1e-05"u8]])
        {
            _row.Writer.Write(value);
            _row.EndValue();
        }
    }

    [Benchmark]
    [Hot]
    public int WriteDirectory() => _renderer.WriteDirectory(NextIndex(), _directory);

    [Benchmark]
    [Hot]
    public int WriteScript()
    {
        _script.ResetWrittenCount();
        _renderer.WriteScript(NextIndex(), _row, restart: false, _script);
        return _script.WrittenCount;
    }

    private long NextIndex() => _index = (_index + 7919) % Count;

    private static NodeRenderer MakeRenderer()
    {
        var node = new PlanNode
        {
            Name = "simulate",
            Step = "simulate",
            Directory = "simulate",
            ScriptBase = "simulate",
            ScriptExtension = ".sh",
            Shell = "/bin/bash",
            Command = """
                set -e
                export OMP_NUM_THREADS=1
                ./model --rate $(RATE) --tolerance $(TOLERANCE) --seed $(MERLIN_SAMPLE_ID) > out.txt
                test -s out.txt
                """,
            Queue = "merlin",
            Sampled = true,
            Count = Count,
        };
        var plan = new StudyPlan
        {
            Name = "bench",
            Workspace = "/p/lustre/someone/studies/bench_20260101-120000",
            Timestamp = "20260101-120000",
            Samples = new SampleSource
            {
                File = "/p/lustre/someone/samples.npy",
                Labels = ["RATE", "TOLERANCE"],
                Rows = Count,
                Columns = 2,
                LevelMaxDirs = 25,
                FileSize = 0,
                FileTicks = 0,
            },
            Nodes = [node],
        };
        return new NodeRenderer(plan, node);
    }
}

using System.Text;
using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Workflow.Samples;

namespace Merlin.Benchmarks.Samples;

/// <summary>Reading one sample out of a large <c>.npy</c> file: one read of the file and the numbers' texts.</summary>
[MemoryDiagnoser]
public class NpyRowBenchmarks
{
    private const long Rows = 1_000_000;
    private const int Columns = 8;
    private static readonly string[] Labels = ["A", "B", "C", "D", "E", "F", "G", "H"];

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"merlin-bench-{Guid.NewGuid():N}.npy");
    private readonly SampleRow _row = new();
    private SampleTable? _table;
    private long _index;

    [GlobalSetup]
    public void Setup()
    {
        WriteFile();
        _table = SampleTables.Open(SampleTables.Inspect(_file, Labels, 25));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _table?.Dispose();
        File.Delete(_file);
    }

    [Benchmark]
    [Hot]
    public int Read()
    {
        _index = (_index + 7919) % Rows;
        _table!.Read(_index, _row);
        return _row.Columns;
    }

    private void WriteFile()
    {
        string shape = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}";
        using var writer = new BinaryWriter(File.Create(_file));
        writer.Write([0x93, .. "NUMPY"u8, 1, 0]);
        writer.Write((ushort)118);
        writer.Write(Encoding.ASCII.GetBytes(shape.PadRight(117) + "\n"));
        var random = new Random(1);
        for (long i = 0; i < Rows * Columns; i++)
        {
            writer.Write(random.NextDouble());
        }
    }
}

using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Broker;
using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Storage;

namespace Merlin.Benchmarks.Storage;

/// <summary>
/// One turn's commit: the records of some tasks that ended, durable when it returns. The store lies on the memory file
/// system where there is one, so that this is our own work and SQLite's, not the disk's.
/// </summary>
[MemoryDiagnoser]
public class StoreCommitBenchmarks
{
    private const long Count = 4_000_000_000;
    private const string MemoryFileSystem = "/dev/shm";

    private static readonly ConsumerId Consumer = new("bench");

    private readonly string _directory = Path.Combine(
        Directory.Exists(MemoryFileSystem) ? MemoryFileSystem : Path.GetTempPath(), $"merlin-bench-{Guid.NewGuid():N}");

    private TaskRecord[] _records = [];
    private Store? _store;
    private ArrayId _array;
    private long _next;

    [Params(1, 30, 1000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _store = Store.Open(_directory);
        var study = new StudyId(1);
        _array = new ArrayId(study, 0);
        var array = new ArraySpec("simulate", "merlin", Count, 16, 30, TimeSpan.Zero, []);
        var submission = new StudySubmission("bench", "/studies/bench", "someone", [array], new byte[4096]);
        _store.Commit([new StudyAdded(study, submission, default)]);
        _records = new TaskRecord[Tasks];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _store?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    [Hot(WarmUp = 256, Operations = 512)]
    public void Commit()
    {
        for (int i = 0; i < _records.Length; i++)
        {
            _records[i] = new TaskRecord(_next, TaskOutcome.Succeeded, 0, 0, 1_700_000_000_000_000 + _next, 1500, 1500);
            _next++;
        }

        _store!.Commit([new TasksEnded(_array, Consumer, _records)]);
    }
}

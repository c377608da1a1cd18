using System.Buffers;
using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;

namespace Merlin.Benchmarks.Wire;

/// <summary>The messages that come with every lease, report and heartbeat, as bytes and back.</summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private static readonly ArrayId Array = new(new StudyId(12), 3);
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private TaskReport? _report;
    private LeaseGrant? _grant;
    private Heartbeat? _heartbeat;
    private readonly ReportAck _ack = new(new LeaseId(123_456), 99);
    private byte[] _reportBytes = [];
    private byte[] _grantBytes = [];
    private byte[] _heartbeatBytes = [];
    private byte[] _ackBytes = [];

    [Params(1, 1000)]
    public int Tasks { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        const long Start = 1_700_000_000_000_000;
        const long First = 1_000_000;
        _report = new TaskReport(
            new LeaseId(123_456),
            Array,
            99,
            [.. Enumerable.Range(0, Tasks).Select(static i => new TaskRecord(First + i, TaskOutcome.Succeeded, 0, 0, Start + (1500 * i), 1400 + i, 1400 + i))],
            []);
        _grant = new LeaseGrant(new LeaseId(123_456), [Array], [new IndexRange(First, First + Tasks)], []) { Queues = ["merlin"] };
        _heartbeat = new Heartbeat([.. Enumerable.Range(0, Math.Min(Tasks, 64)).Select(static i => new RunningTask(Array, First + i, 0, Start))])
        {
            Number = 7,
            TimeLeft = TimeSpan.FromHours(2),
        };
        _reportBytes = Bytes(_report);
        _heartbeatBytes = Bytes(_heartbeat);
        _grantBytes = Bytes(_grant);
        _ackBytes = Bytes(_ack);
    }

    [Benchmark]
    [Hot]
    public int WriteReport() => Write(_report!);

    [Benchmark]
    [Hot]
    public int ReadReport() => ((TaskReport)ClientMessageFormat.Read(_reportBytes)).Tasks.Count;

    [Benchmark]
    [Hot]
    public int WriteGrant() => Write(_grant!);

    [Benchmark]
    [Hot]
    public int ReadGrant() => ((LeaseGrant)BrokerMessageFormat.Read(_grantBytes)).Ranges.Count;

    [Benchmark]
    [Hot]
    public int WriteHeartbeat() => Write(_heartbeat!);

    [Benchmark]
    [Hot]
    public int ReadHeartbeat() => ((Heartbeat)ClientMessageFormat.Read(_heartbeatBytes)).Running.Count;

    [Benchmark]
    [Hot]
    public int WriteAck() => Write(_ack);

    [Benchmark]
    [Hot]
    public int ReadAck() => (int)((ReportAck)BrokerMessageFormat.Read(_ackBytes)).Sequence;

    private int Write(ClientMessage message)
    {
        _output.ResetWrittenCount();
        ClientMessageFormat.Write(message, _output);
        return _output.WrittenCount;
    }

    private int Write(BrokerMessage message)
    {
        _output.ResetWrittenCount();
        BrokerMessageFormat.Write(message, _output);
        return _output.WrittenCount;
    }

    private byte[] Bytes(ClientMessage message)
    {
        Write(message);
        return _output.WrittenSpan.ToArray();
    }

    private byte[] Bytes(BrokerMessage message)
    {
        Write(message);
        return _output.WrittenSpan.ToArray();
    }
}

using Merlin.Broker;
using Merlin.Posix;
using Merlin.Posix.Locking;
using Merlin.Worker.Leases;
using Merlin.Worker.Placement;
using Merlin.Worker.Studies;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Tasks;

/// <summary>
/// One attempt at one task while it is in the worker's threads. It is used again for later tasks, buffers included.
/// </summary>
/// <remarks>
/// It belongs to one thread at a time, in the order loop, pool, spawner, pool, loop; the mailbox and the queues between
/// them hand it over. Only <see cref="Stage"/> may be touched by two: the loop takes back what others have in hand.
/// </remarks>
internal sealed class TaskRun
{
    private byte[] _path = [];
    private int _directoryLength;
    private int _stage;

    /// <summary>The task.</summary>
    public LeasedTask Task { get; private set; }

    /// <summary>Its name on the broker.</summary>
    public TaskId Id => new(Task.Array, Task.Key.Index);

    /// <summary>Its node.</summary>
    public NodeWork Node { get; private set; } = null!;

    /// <summary>Whether the restart script is run.</summary>
    public bool UsesRestart { get; private set; }

    /// <summary>When its process started, microseconds since 1970-01-01 UTC; 0 before.</summary>
    public long StartMicros { get; set; }

    /// <summary>When its process started, in the clock's own unit.</summary>
    public long StartTimestamp { get; set; }

    /// <summary>How long its process ran.</summary>
    public TimeSpan Duration { get; set; }

    /// <summary>Until when it must have started, in the clock's own unit.</summary>
    public long LatestStart { get; private set; }

    /// <summary>The signal that it was warned with before its worker's end; none while it was not.</summary>
    public SignalNumber Warning { get; set; }

    /// <summary>How its process ended.</summary>
    public ChildExit Exit { get; set; }

    /// <summary>Why its processes were told to end.</summary>
    public EndCause Cause { get; set; }

    /// <summary>The attempt's outcome; none while it runs, or when it must be run again as if it had not been.</summary>
    public TaskOutcome Outcome { get; set; }

    /// <summary>The error number with which its process could not be started; 0 when it was.</summary>
    public int StartError { get; set; }

    /// <summary>Why it could not be started, in words, where no error number says it; null otherwise.</summary>
    public string? StartRefusal { get; set; }

    /// <summary>Where it ran, unless that was simply on the worker's host.</summary>
    public TaskPlace? Place { get; set; }

    /// <summary>Whether the status file says how the attempt ended, so that nobody may say any more that it runs.</summary>
    public bool StatusIsFinal { get; set; }

    /// <summary>Whether a job of the pool may still speak of it when it has ended; such a run is not used again.</summary>
    public bool IsShared { get; set; }

    /// <summary>What goes between it and the simulation that serves it, where its step has one.</summary>
    public ServedSample Serving => field ??= new ServedSample();

    /// <summary>What it holds of the worker's instance while it has begun; null without one.</summary>
    public Seat? Seat { get; set; }

    /// <summary>The lock on its directory while it is held.</summary>
    public SafeFileHandle? Lock { get; set; }

    /// <summary>Whether it has met another copy of itself.</summary>
    public bool HasWaited { get; set; }

    /// <summary>Those who wait to hear whether the task starts after all; belongs to the loop.</summary>
    public List<RecallAnswer> Answers { get; } = [];

    /// <summary>How far it has come.</summary>
    public RunStage Stage => (RunStage)Volatile.Read(ref _stage);

    /// <summary>Begins an attempt.</summary>
    public void Begin(in LeasedTask task, NodeWork node, long latestStart)
    {
        LatestStart = latestStart;
        Warning = SignalNumber.None;
        Task = task;
        Node = node;
        UsesRestart = task.Attempt.Kind == TaskOutcome.Restart && node.HasRestart;
        StartMicros = 0;
        StartTimestamp = 0;
        Duration = default;
        Exit = default;
        Cause = EndCause.None;
        Outcome = TaskOutcome.None;
        StartError = 0;
        StartRefusal = null;
        Place = null;
        Seat = null;
        StatusIsFinal = false;
        Answers.Clear();
        HasWaited = false;
        Volatile.Write(ref _stage, (int)RunStage.Queued);
        if (_path.Length < node.LongestPath)
        {
            _path = new byte[node.LongestPath];
        }

        _directoryLength = node.Renderer.WriteDirectory(task.Key.Index, _path);
    }

    /// <summary>Moves from one stage to another, if it is there.</summary>
    public bool TryMove(RunStage from, RunStage to) =>
        Interlocked.CompareExchange(ref _stage, (int)to, (int)from) == (int)from;

    /// <summary>Gives back the lock on its directory, if it is held.</summary>
    public void Unlock()
    {
        if (Lock is { } held)
        {
            AdvisoryLock.Release(held);
            held.Dispose();
            Lock = null;
        }
    }

    /// <summary>The task's directory, ending in a NUL; valid until the next path is asked for.</summary>
    public Span<byte> DirectoryPath()
    {
        _path[_directoryLength] = 0;
        return _path.AsSpan(0, _directoryLength + 1);
    }

    /// <summary>A file in the task's directory, ending in a NUL; valid until the next path is asked for.</summary>
    /// <param name="tail">A slash, the name, and a NUL.</param>
    public ReadOnlySpan<byte> FilePath(ReadOnlySpan<byte> tail)
    {
        tail.CopyTo(_path.AsSpan(_directoryLength));
        return _path.AsSpan(0, _directoryLength + tail.Length);
    }

    /// <summary>The script that is run, ending in a NUL; valid until the next path is asked for.</summary>
    public ReadOnlySpan<byte> ScriptPath() => FilePath(UsesRestart ? Node.RestartScript : Node.Script);

    /// <summary>The directory as text, for messages.</summary>
    public string DirectoryText => Node.Renderer.Directory(Task.Key.Index);

    /// <summary>What the broker is told.</summary>
    public TaskRecord ToRecord()
    {
        bool ran = StartMicros != 0;
        long duration = ran ? Micros(Duration) : 0;
        return new TaskRecord(
            Task.Key.Index,
            Outcome,
            ran ? Exit.ShellCode : -1,
            Task.Attempt.Attempt,
            StartMicros,
            duration,
            ElapsedMicros(duration));
    }

    /// <summary>From the start of the first attempt to the end of this one.</summary>
    public TimeSpan Elapsed => TimeSpan.FromMicroseconds(ElapsedMicros(Micros(Duration)));

    private long ElapsedMicros(long duration)
    {
        long first = Task.Attempt.FirstStartMicros;
        return first == 0 || StartMicros == 0 ? duration : Math.Max(duration, StartMicros - first + duration);
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

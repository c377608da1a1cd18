using Merlin.Broker;
using Merlin.Worker.Studies;

namespace Merlin.Worker.Loop;

/// <summary>
/// How much time the worker has, and what fits into it: by what tasks of the same array took here, or else by the
/// <c>walltime</c> of their step. Where nothing is known, everything fits.
/// </summary>
internal sealed class RemainingTime
{
    // For the last reports to be acknowledged before the process is killed.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);
    private readonly TimeProvider _clock;
    private readonly TimeSpan _margin;
    private readonly long? _end;
    private readonly Dictionary<ArrayId, RunTimes> _measured = [];

    /// <summary>Begins to count.</summary>
    public RemainingTime(WorkerOptions options)
    {
        _clock = options.Clock;
        _margin = Reserve + options.TerminationGrace;
        if (options.Deadline is { } deadline)
        {
            double seconds = (deadline - options.Clock.GetUtcNow() - _margin).TotalSeconds;
            _end = _clock.GetTimestamp() + (long)(seconds * _clock.TimestampFrequency);
        }
    }

    /// <summary>How long tasks may still run, never below zero; null for without limit.</summary>
    public TimeSpan? Left =>
        _end is not { } end ? null
        : end <= _clock.GetTimestamp() ? TimeSpan.Zero
        : _clock.GetElapsedTime(_clock.GetTimestamp(), end);

    /// <summary>Learns from a task that ended by itself.</summary>
    public void Learn(ArrayId array, TimeSpan duration)
    {
        if (_end is not null)
        {
            _measured[array] = _measured.GetValueOrDefault(array).With(duration.TotalSeconds);
        }
    }

    /// <summary>Forgets what was learned of a study.</summary>
    public void Forget(StudyId study)
    {
        foreach (ArrayId array in _measured.Keys.Where(array => array.Study == study).ToArray())
        {
            _measured.Remove(array);
        }
    }

    /// <summary>Until when a task of a node must have started, in the clock's own unit.</summary>
    public long LatestStart(ArrayId array, NodeWork node)
    {
        if (_end is not { } end)
        {
            return long.MaxValue;
        }

        double seconds = _measured.TryGetValue(array, out RunTimes measured)
            ? measured.Expected
            : node.Plan.WalltimeSeconds ?? 0;
        return end - (long)(seconds * _clock.TimestampFrequency);
    }
}

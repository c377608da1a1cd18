using System.Globalization;
using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Placement;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Processes.Serving;

/// <summary>
/// A process that runs one sample after another: it is asked by a line and answers by a line. Belongs to the spawner.
/// </summary>
internal sealed class SimulationServer : IRunningTask, IDisposable
{
    private readonly GroupTable _groups;
    private readonly IExitWatch _watch;
    private readonly Action<SimulationServer> _released;
    private readonly PosixPipe _requests = new();
    private readonly AnswerLines _answers = new();
    private readonly PollSet _early = new(2);
    private readonly int _line;
    private int _pid;
    private string _log = "";
    private SafeFileHandle? _process;
    private TaskRun? _run;
    private int _slot;
    private bool _isSilent;

    /// <summary>Makes one; <see cref="TryStart"/> starts it.</summary>
    /// <param name="run">The task that it is made for.</param>
    /// <param name="groups">Where its group is noted for the guardian.</param>
    /// <param name="watch">Where the end of its task is seen.</param>
    /// <param name="released">Told when it has no task any more.</param>
    public SimulationServer(TaskRun run, GroupTable groups, IExitWatch watch, Action<SimulationServer> released)
    {
        Node = run.Node;
        Seat = run.Seat;
        _groups = groups;
        _watch = watch;
        _released = released;
        _line = groups.TakeLine();
    }

    /// <summary>The node whose samples it runs.</summary>
    public NodeWork Node { get; }

    /// <summary>What it was bound to when it began; null when the worker has no instance.</summary>
    public Seat? Seat { get; }

    /// <summary>Whether no further sample may be given to it.</summary>
    public bool IsUnfit { get; private set; }

    /// <summary>Since when it has had no sample, or when it has been asked to end for long enough; in the clock's own unit.</summary>
    public long DueAt { get; set; }

    /// <summary>Whether it can be given a sample: it lives, and has said nothing that it was not asked.</summary>
    public bool IsReady
    {
        get
        {
            _early.Wait(0);
            return !_early.IsReady(0) && !_early.IsReady(1) && (_process is not null || !ChildProcess.HasExited(_pid, out _));
        }
    }

    /// <summary>Starts it.</summary>
    /// <returns>Null, or why it could not be started.</returns>
    public string? TryStart(ServerProgram program, TaskRun run)
    {
        string? problem = program.Start(run, _line, _requests, _answers.Pipe, out _pid, out _log);
        _requests.ReadEnd.Dispose();
        _answers.Pipe.WriteEnd.Dispose();
        if (problem is not null)
        {
            return problem;
        }

        _groups.Note(_line, _pid);
        _process = _watch.Follow(_pid);
        Descriptors.DoNotBlock(_requests.WriteEnd);
        Descriptors.DoNotBlock(_answers.Pipe.ReadEnd);
        _early.Set(0, _answers.Pipe.ReadEnd);
        if (_process is not null)
        {
            _early.Set(1, _process);
        }

        return null;
    }

    /// <summary>Asks it to run a sample.</summary>
    /// <returns>Whether it has been asked; otherwise it has ended or does not read what it is asked.</returns>
    public bool TryBegin(TaskRun run, int slot)
    {
        if (!_requests.TryWrite(run.Serving.Request.WrittenSpan))
        {
            return false;
        }

        _run = run;
        _slot = slot;
        _watch.Watch(slot, _answers.Pipe.ReadEnd, _process);
        return true;
    }

    /// <inheritdoc/>
    public bool HasEnded(out ChildExit exit)
    {
        bool wasSilent = _isSilent;
        if (TryJudge(out exit))
        {
            return true;
        }

        if (!ChildProcess.HasExited(_pid, out ChildExit own))
        {
            if (_isSilent && !wasSilent)
            {
                ChildProcess.SignalGroup(_pid, SignalNumber.Kill);
            }

            return false;
        }

        // It may have answered between the two looks.
        if (!TryJudge(out exit))
        {
            exit = Crash(own);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Signal(SignalNumber signal) => ChildProcess.SignalGroup(_pid, signal);

    /// <inheritdoc/>
    public bool Release(bool killsRest, bool isInScratch)
    {
        IsUnfit |= killsRest;
        _run = null;
        _released(this);
        return isInScratch && !IsUnfit; // one that has answered is done with the sample's directory
    }

    /// <summary>Asks it to end: by the end of its input, or at once.</summary>
    public void BeginEnd(bool atOnce)
    {
        IsUnfit = true;
        _requests.WriteEnd.Dispose();
        if (atOnce && _pid != 0)
        {
            ChildProcess.SignalGroup(_pid, SignalNumber.Kill);
        }
    }

    /// <summary>Whether it has ended; what it has left behind is ended with it.</summary>
    public bool HasGone() => _pid == 0 || ChildProcess.HasExited(_pid, out _);

    /// <summary>Ends it if it has not ended, and forgets it.</summary>
    public void Dispose()
    {
        if (_pid != 0)
        {
            ChildProcess.SignalGroup(_pid, SignalNumber.Kill);
            ChildProcess.Reap(_pid);
        }

        _groups.FreeLine(_line);
        _process?.Dispose();
        _requests.Dispose();
        _answers.Dispose();
    }

    /// <summary>Takes in all that has come, up to an answer.</summary>
    /// <returns>Whether the sample has ended by it.</returns>
    private bool TryJudge(out ChildExit exit)
    {
        exit = default;
        int? count = null;
        while (!_isSilent && (count = _answers.TakeIn()) > 0)
        {
            if (_answers.TryTake(out ReadOnlySpan<byte> line))
            {
                exit = Judge(line);
                return true;
            }

            if (_answers.IsTooLong)
            {
                exit = Complain("answered with a line that does not end");
                return true;
            }
        }

        if (count == 0)
        {
            // Nobody can answer any more, and one who lives on all the same is of no use. From now on its end counts.
            _isSilent = true;
            _watch.Forget(_slot);
            _watch.Watch(_slot, _pid);
        }

        return false;
    }

    private ChildExit Judge(ReadOnlySpan<byte> line)
    {
        string? complaint = ServeAnswer.Read(line, _run!, out int exitCode);
        if (complaint is not null)
        {
            _run!.Serving.Clear(); // results before what is wrong may be another sample's
            return Complain(complaint);
        }

        // What comes before it is asked for belongs to no sample; the one in hand has its answer.
        IsUnfit |= _answers.HasMore;
        return new ChildExit(exitCode, BySignal: false);
    }

    private ChildExit Crash(ChildExit exit)
    {
        string how = exit.BySignal
            ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {exit.Code} with this sample in hand")
            : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exit.Code} and no answer for this sample");
        ChildExit complained = Complain(how);
        return exit is { BySignal: false, Code: 0 } ? complained : exit;
    }

    private ChildExit Complain(string what)
    {
        IsUnfit = true;
        if (_run!.Cause == EndCause.None)
        {
            _run.Serving.Complaint = $"the server of this sample {what}. Its standard error is in {_log}.";
        }

        return ReturnCodes.SoftFailure;
    }
}

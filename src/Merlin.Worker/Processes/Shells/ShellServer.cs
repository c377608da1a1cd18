using System.Buffers.Text;
using System.Text;
using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Instances;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Processes.Shells;

/// <summary>
/// A bash that runs scripts in subshells, one at a time. The subshell for the next task is there before the task: so its
/// process group is on record before the script can do anything. Belongs to the spawner.
/// </summary>
/// <remarks>
/// It is bash that reaps the subshells, so the id of a task's group is another's to use for the moment between that and its
/// answer. The kernel gives ids away in turns, so nobody has it that soon.
/// </remarks>
internal sealed class ShellServer : IRunningTask, IDisposable
{
    private const int CannotBegin = 126;
    private const int SignalBase = 128;
    private const int LongestReason = 400;
    private readonly GroupTable _groups;
    private readonly CoreBinding? _binding;
    private readonly Action<ShellServer> _released;
    private readonly PosixPipe _requests = new();
    private readonly ShellAnswers _answers = new();
    private readonly SafeFileHandle _errors = MemoryFile.Make("merlin-shell-errors"u8);
    private readonly PollSet _early = new(1);
    private readonly byte[] _request;
    private long _errorLength;
    private int _pid;
    private int _line;
    private int _waiting;
    private int _task;
    private TaskRun? _run;
    private int _slot;

    /// <summary>Makes one; <see cref="Start"/> starts it.</summary>
    /// <param name="shell">The shell as the step names it.</param>
    /// <param name="study">The study whose variables are in its environment; null when these are the worker's own.</param>
    /// <param name="requestSize">The most bytes of a request.</param>
    /// <param name="groups">Where it and its tasks are noted for the guardian.</param>
    /// <param name="binding">Binds its tasks to their cores; null where they have none of their own.</param>
    /// <param name="released">Told when it has no task any more.</param>
    public ShellServer(
        string shell, StudyWork? study, int requestSize, GroupTable groups, CoreBinding? binding, Action<ShellServer> released)
    {
        _binding = binding;
        Shell = shell;
        Study = study;
        _request = new byte[requestSize];
        _groups = groups;
        _released = released;
        _early.Set(0, Answers);
    }

    /// <summary>The shell as the step names it.</summary>
    public string Shell { get; }

    /// <summary>The study whose variables are in its environment; null when these are the worker's own.</summary>
    public StudyWork? Study { get; }

    /// <summary>The most bytes of a request.</summary>
    public int RequestSize => _request.Length;

    /// <summary>How many tasks it has been given.</summary>
    public int Tasks { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsDead { get; private set; }

    /// <summary>
    /// Whether it may be given no further task: a task that died by a signal may have left its request unread.
    /// </summary>
    public bool IsUnfit { get; private set; }

    /// <summary>Whether it can be given a task: it lives, and the subshell that waits does.</summary>
    public bool IsReady
    {
        get
        {
            _early.Wait(0);
            return !_early.IsReady(0);
        }
    }

    /// <summary>Since when it has had no task, in the clock's own unit.</summary>
    public long IdleSince { get; set; }

    /// <summary>Readable when there is an answer.</summary>
    public SafeFileHandle Answers => _answers.Pipe.ReadEnd;

    /// <summary>Starts it; that it cannot work is only known later.</summary>
    /// <returns>0, or the error number.</returns>
    public int Start(ShellServerProgram program, IReadOnlyList<string> command, StringVector environment)
    {
        int error = program.Start(
            command, _request.Length, environment, _requests.ReadEnd, _answers.Pipe.WriteEnd, _errors, out _pid);
        _requests.ReadEnd.Dispose();
        _answers.Pipe.WriteEnd.Dispose();
        if (error == 0)
        {
            _line = _groups.TakeLine();
            _groups.Note(_line, _pid);
        }

        return error;
    }

    /// <summary>Gives it a task, which it begins as soon as it can.</summary>
    /// <param name="run">The task.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="request">What it is told.</param>
    public void Begin(TaskRun run, int slot, ReadOnlySpan<byte> request)
    {
        _run = run;
        _slot = slot;
        request.CopyTo(_request);
        _request.AsSpan(request.Length).Fill((byte)'\n');
        Tasks++;
        if (_waiting != 0)
        {
            HandOver();
        }
    }

    /// <inheritdoc/>
    public bool HasEnded(out ChildExit exit)
    {
        if (!_answers.TakeIn())
        {
            exit = Die();
            return true;
        }

        exit = default;
        bool hasEnded = false;
        while (_answers.TryTake(out int waiting, out int status))
        {
            _waiting = waiting;
            if (_task != 0)
            {
                exit = ExitOf(status);
                IsUnfit |= exit.BySignal;
                hasEnded = true;
            }
            else
            {
                _errorLength = RandomAccess.GetLength(_errors); // what bash had to say when it began is no task's
                HandOver();
            }
        }

        return hasEnded;
    }

    /// <inheritdoc/>
    public void Signal(SignalNumber signal)
    {
        if (_task != 0)
        {
            ChildProcess.SignalGroup(_task, signal);
        }
        else if (signal is SignalNumber.Terminate or SignalNumber.Kill)
        {
            ChildProcess.SignalGroup(_pid, SignalNumber.Kill); // it has not come up yet
        }
    }

    /// <inheritdoc/>
    public bool Release(bool killsRest, bool isInScratch)
    {
        bool hadRest = (killsRest || isInScratch) && _task != 0 && ChildProcess.SignalGroup(_task, SignalNumber.Kill);
        _groups.Clear(_slot);
        _task = 0;
        _run = null;
        _released(this);
        return isInScratch && !hadRest;
    }

    /// <summary>Ends it, and what it runs.</summary>
    public void Dispose()
    {
        if (_pid != 0)
        {
            if (_task != 0)
            {
                ChildProcess.SignalGroup(_task, SignalNumber.Kill);
            }

            // While there is no further answer this subshell lives, and its id is its own.
            if (_waiting != 0 && IsReady)
            {
                ChildProcess.SignalGroup(_waiting, SignalNumber.Kill);
            }

            ChildProcess.SignalGroup(_pid, SignalNumber.Kill);
            _groups.FreeLine(_line);
            ChildProcess.Reap(_pid);
        }

        // A subshell that came only now ends when it finds no request of its own, and that nobody can write one any more.
        _requests.Dispose();
        _answers.Dispose();
        _errors.Dispose();
    }

    private void HandOver()
    {
        _task = _waiting;
        _waiting = 0;
        _groups.Intend(_slot, _run!.ScriptPath());
        _groups.Note(_slot, _task);
        Utf8Formatter.TryFormat(_task, _request, out _);
        if (_run.Seat is { } seat)
        {
            _binding?.Bind(seat, _task);
        }

        try
        {
            _requests.Write(_request);
        }
        catch (PosixException gone) when (gone.Error == Errno.BrokenPipe)
        {
            // The subshell was killed; the server will say so, or has ended too.
        }
    }

    private ChildExit ExitOf(int status)
    {
        // Scripts may exit with any status; but only the server and a subshell before its script write to standard error.
        if (status < CannotBegin || TakeReason() is not { Length: > 0 } reason)
        {
            return new ChildExit(status, BySignal: false);
        }

        if (status > SignalBase)
        {
            return new ChildExit(status - SignalBase, BySignal: true);
        }

        Refuse($"its directory or its output files cannot be opened ({reason}).");
        return default;
    }

    private ChildExit Die()
    {
        IsDead = true;
        if (_task != 0)
        {
            ChildProcess.SignalGroup(_task, SignalNumber.Kill);
        }
        else if (_run!.Cause == EndCause.None)
        {
            Refuse($"its shell server has ended before it could run anything ({TakeReason()}).");
        }

        return new ChildExit((int)SignalNumber.Kill, BySignal: true);
    }

    private void Refuse(string reason)
    {
        _run!.StartRefusal = reason;
        _run.StartMicros = 0;
    }

    /// <summary>The last line of what has been written to standard error since this was asked last.</summary>
    private string TakeReason()
    {
        long length = RandomAccess.GetLength(_errors);
        long begin = Math.Max(_errorLength, length - LongestReason);
        byte[] text = new byte[length - begin];
        int count = RandomAccess.Read(_errors, text, begin);
        _errorLength = length;
        string last = Encoding.UTF8.GetString(text, 0, count).TrimEnd().Split('\n')[^1];
        int place = last.IndexOf(": line ", StringComparison.Ordinal);
        int words = place < 0 ? -1 : last.IndexOf(": ", place + 1, StringComparison.Ordinal);
        return words < 0 ? last : last[(words + 2)..];
    }
}

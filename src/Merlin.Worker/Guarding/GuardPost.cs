using System.Runtime.InteropServices;
using Merlin.Posix;
using Merlin.Worker.Instances;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Guarding;

/// <summary>Sees to it that there is a guardian as long as the worker works: one that dies is replaced.</summary>
/// <remarks>
/// A thread waits for the guardian's end and for nothing else. Closing the pipe of a dead guardian harms nobody; that of a
/// living one would tell it that this process was killed, so it is dismissed before.
/// </remarks>
internal sealed class GuardPost : IDisposable
{
    // A guardian that cannot live here must not cost more than one start in this time.
    private static readonly TimeSpan StartsApart = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _closed = new();
    private readonly GroupTable _groups;
    private readonly SafeHandle? _lifeline;
    private readonly WorkerInstance? _instance;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private Guardian? _guardian;

    /// <summary>Starts the first guardian.</summary>
    /// <param name="groups">The process groups to end.</param>
    /// <param name="lifeline">A descriptor that the guardian holds open, or null.</param>
    /// <param name="instance">The worker's own Flux instance, whose jobs are to be ended with it; null for none.</param>
    /// <param name="logger">Where the loss of a guardian is told.</param>
    /// <exception cref="PosixException">It cannot be started.</exception>
    public GuardPost(GroupTable groups, SafeHandle? lifeline, WorkerInstance? instance, ILogger logger)
    {
        _groups = groups;
        _lifeline = lifeline;
        _instance = instance;
        _logger = logger;
        _guardian = new Guardian(groups, lifeline, instance);
        _thread = new Thread(Watch) { IsBackground = true, Name = "merlin guard post" };
        _thread.Start();
    }

    /// <summary>The guardian's process id; null while there is none.</summary>
    public int? GuardianPid
    {
        get
        {
            lock (_gate)
            {
                return _guardian?.Pid;
            }
        }
    }

    /// <summary>Sends the guardian home: no task process is left.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed.Set();
            _guardian?.Dismiss();
        }

        _thread.Join();
        _guardian?.Dispose();
        _closed.Dispose();
    }

    private void Watch()
    {
        while (AwaitLoss())
        {
            WorkerLog.GuardianLost(_logger);
            Replace();
            _closed.Wait(StartsApart);
        }
    }

    /// <summary>Waits for the end of the guardian, if there is one.</summary>
    /// <returns>Whether it was not dismissed.</returns>
    private bool AwaitLoss()
    {
        _guardian?.AwaitEnd();
        lock (_gate)
        {
            if (_closed.IsSet)
            {
                return false;
            }

            _guardian?.Dispose();
            _guardian = null;
            return true;
        }
    }

    private void Replace()
    {
        bool isTold = false;
        while (!TryReplace(out string refusal))
        {
            if (!isTold)
            {
                WorkerLog.NoGuardian(_logger, refusal);
                isTold = true;
            }

            _closed.Wait(StartsApart);
        }
    }

    private bool TryReplace(out string refusal)
    {
        refusal = "";
        lock (_gate)
        {
            try
            {
                _guardian = _closed.IsSet ? null : new Guardian(_groups, _lifeline, _instance);
                return true;
            }
            catch (IOException error)
            {
                refusal = error.Message;
                return false;
            }
        }
    }
}

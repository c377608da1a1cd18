using System.Runtime.InteropServices;
using Merlin.Worker;

namespace Merlin.Cli.Workers;

/// <summary>
/// What signals do to a worker. SIGTERM, SIGINT and SIGHUP let it come to an end within the grace; the second of them ends
/// its tasks now, the third kills them. SIGUSR1, by which batch systems warn of the end, lets tasks run for as long as
/// there is time.
/// </summary>
internal sealed class WorkerSignals : IDisposable
{
    private const PosixSignal User1 = (PosixSignal)10;
    private readonly TaskWorker _worker;
    private readonly TimeSpan _grace;
    private readonly CancellationTokenSource _endNow = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly EndSignals _wishes = new();

    /// <summary>Starts to listen.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="grace">How long tasks may go on after the first signal.</param>
    public WorkerSignals(TaskWorker worker, TimeSpan grace)
    {
        _worker = worker;
        _grace = grace;
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnEnd));
        }

        _registrations.Add(PosixSignalRegistration.Create(User1, OnWarning));
    }

    /// <summary>Cancelled when tasks are to be ended now.</summary>
    public CancellationToken EndNow => _endNow.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _endNow.Dispose();
    }

    private void OnEnd(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (_wishes.Count(context.Signal))
        {
            case 0:
                break;
            case 1:
                _worker.Drain(
                    $"it got a {context.Signal}; what runs has {_grace.TotalSeconds} seconds left, or is ended by another signal",
                    _grace);
                break;
            case 2:
                _endNow.Cancel();
                break;
            default:
                _worker.KillNow();
                break;
        }
    }

    private void OnWarning(PosixSignalContext context)
    {
        context.Cancel = true;
        _worker.Drain("it got a SIGUSR1, which announces the end of its time", grace: null);
    }
}

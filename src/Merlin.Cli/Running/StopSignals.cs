using System.Runtime.InteropServices;
using Merlin.Cli.Workers;

namespace Merlin.Cli.Running;

/// <summary>
/// Turns Ctrl-C, a hang-up and a request to terminate into an orderly stop; the second wish of that kind kills at once: what
/// was named by <see cref="OnSecond"/>, or this process while nothing was.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Action? _kill;
    private readonly EndSignals _wishes = new();

    /// <summary>Starts to listen.</summary>
    public StopSignals()
    {
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The signal that came, or null.</summary>
    public PosixSignal? Received { get; private set; }

    /// <summary>States what the second signal does.</summary>
    public void OnSecond(Action kill) => Volatile.Write(ref _kill, kill);

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        int wish = _wishes.Count(context.Signal);
        if (wish == 1)
        {
            Received = context.Signal;
            _stop.Cancel();
        }

        if (wish < 2)
        {
            context.Cancel = true;
        }
        else if (Volatile.Read(ref _kill) is { } kill)
        {
            context.Cancel = true;
            kill();
        }
    }
}

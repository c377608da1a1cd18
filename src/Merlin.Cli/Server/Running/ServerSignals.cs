using System.Runtime.InteropServices;

namespace Merlin.Cli.Server.Running;

/// <summary>What signals ask of a running broker: SIGTERM and SIGINT to end, SIGHUP to read the keys again.</summary>
internal sealed class ServerSignals : IDisposable
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Starts to listen.</summary>
    /// <param name="onHangup">Reads the keys again.</param>
    public ServerSignals(Action onHangup)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, End));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, End));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            onHangup();
        }));
    }

    /// <summary>Ends when the broker is to end.</summary>
    public Task EndAsked => _end.Task;

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _end.TrySetResult();
    }
}

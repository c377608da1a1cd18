using System.Runtime.InteropServices;

namespace Merlin.Cli.Workers.Trees;

/// <summary>
/// What signals do to a tree. SIGTERM, SIGINT and SIGHUP let its workers come to an end within their grace; the second of
/// them ends their tasks now, the third cancels the instances. SIGUSR1, by which batch systems warn of the end, lets tasks
/// run for as long as there is time.
/// </summary>
internal sealed class TreeSignals : IDisposable
{
    private const PosixSignal User1 = (PosixSignal)10;
    private readonly TreeLife _life;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly EndSignals _wishes = new();

    /// <summary>Starts to listen.</summary>
    public TreeSignals(TreeLife life)
    {
        _life = life;
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnEnd));
        }

        _registrations.Add(PosixSignalRegistration.Create(User1, OnWarning));
    }

    /// <inheritdoc/>
    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void OnEnd(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (_wishes.Count(context.Signal))
        {
            case 0:
                break;
            case 1 or 2:
                _life.Leave($"the agent got a {context.Signal}");
                _life.Terminate();
                break;
            default:
                _life.Cancel();
                break;
        }
    }

    private void OnWarning(PosixSignalContext context)
    {
        context.Cancel = true;
        _life.Leave("the agent got a SIGUSR1, which announces the end of its time");
    }
}

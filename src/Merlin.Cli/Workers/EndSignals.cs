using System.Runtime.InteropServices;

namespace Merlin.Cli.Workers;

/// <summary>
/// Counts the signals by which somebody wants a program to end. A Flux broker adds a SIGHUP to each signal that the initial
/// program of its instance gets with it, so hangups are counted apart from the others: a pair is one wish. Any thread may use it.
/// </summary>
internal sealed class EndSignals
{
    private readonly Lock _gate = new();
    private int _hangups;
    private int _others;
    private int _wishes;

    /// <summary>Counts a signal.</summary>
    /// <returns>1 for the first wish, 2 for the second, and so on; 0 when the signal belongs to a wish that was counted.</returns>
    public int Count(PosixSignal signal)
    {
        lock (_gate)
        {
            int own = signal == PosixSignal.SIGHUP ? ++_hangups : ++_others;
            if (own <= _wishes)
            {
                return 0;
            }

            _wishes = own;
            return own;
        }
    }
}

using System.Net.Sockets;

namespace Merlin.Broker.Status;

/// <summary>Takes in the lines of those who ask, for as long as the server lives.</summary>
/// <param name="accept">Waits for the next line.</param>
/// <param name="serve">Takes a line over; returns at once.</param>
/// <param name="clock">The clock.</param>
internal sealed class LineAcceptor(
    Func<CancellationToken, ValueTask<Socket>> accept, Action<Socket> serve, TimeProvider clock)
{
    // A line that cannot be taken in, such as when no descriptors are left, stays where it is.
    private static readonly TimeSpan TriesApart = TimeSpan.FromMilliseconds(100);

    /// <summary>Accepts until it is stopped; a refusal of the system ends nothing.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                serve(await accept(stop));
            }
            catch (SocketException)
            {
                await Task.Delay(TriesApart, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the server was disposed of
            }
        }
    }
}

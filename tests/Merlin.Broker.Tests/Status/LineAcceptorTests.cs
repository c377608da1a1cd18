using System.Net.Sockets;
using Merlin.Broker.Status;

namespace Merlin.Broker.Tests.Status;

public sealed class LineAcceptorTests
{
    [Fact]
    public async Task A_refusal_of_the_system_ends_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var line = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var served = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        int tries = 0;
        var acceptor = new LineAcceptor(Accept, served.SetResult, TimeProvider.System);

        Task run = acceptor.RunAsync(stop.Token);

        Assert.Same(line, await served.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.False(run.IsCompleted);
        await stop.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(60));

        async ValueTask<Socket> Accept(CancellationToken cancelled)
        {
            tries++;
            if (tries <= 2)
            {
                throw new SocketException((int)SocketError.TooManyOpenSockets);
            }

            if (tries > 3)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancelled);
            }

            return line;
        }
    }
}

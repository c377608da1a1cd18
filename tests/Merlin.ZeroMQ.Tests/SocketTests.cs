using System.IO.Pipes;

namespace Merlin.ZeroMQ.Tests;

public sealed class SocketTests : IDisposable
{
    private static readonly SocketSettings Plain = new();

    private readonly ZeroMQContext _context = new(ioThreads: 1);

    public void Dispose() => _context.Dispose();

    [Theory]
    [InlineData("inproc://talk")]
    [InlineData("tcp://127.0.0.1:*")]
    public void A_router_knows_whom_to_answer(string address)
    {
        using var router = new ZeroMQSocket(_context, SocketKind.Router, Plain);
        router.Bind(address);
        using var dealer = new ZeroMQSocket(_context, SocketKind.Dealer, Plain);
        dealer.Connect(router.LastEndpoint);
        byte[] large = new byte[1 << 20];
        new Random(1).NextBytes(large);
        Assert.Equal(SendResult.Sent, dealer.TrySend([], hasMore: true));
        Assert.Equal(SendResult.Sent, dealer.TrySend(large));
        List<byte[]> question = Waits.Receive(router);
        Assert.Equal(3, question.Count);
        Assert.Empty(question[1]);
        Assert.Equal(large, question[2]);
        Assert.Equal(SendResult.Sent, router.TrySend(question[0], hasMore: true));
        Assert.Equal(SendResult.Sent, router.TrySend("answer"u8));
        Assert.Equal("answer"u8.ToArray(), Assert.Single(Waits.Receive(dealer)));
    }

    [Fact]
    public void A_router_says_that_nobody_is_there()
    {
        using var router = new ZeroMQSocket(_context, SocketKind.Router, Plain);
        router.Bind("inproc://nobody");
        Assert.Equal(SendResult.NoPeer, router.TrySend([0, 1, 2, 3, 4], hasMore: true));
    }

    [Fact]
    public void A_full_socket_says_so_and_nothing_to_receive_is_no_error()
    {
        using var dealer = new ZeroMQSocket(_context, SocketKind.Dealer, Plain);
        using var frame = new ZeroMQFrame();
        Assert.Equal(SendResult.Full, dealer.TrySend([1]));
        Assert.False(dealer.TryReceive(frame));
    }

    [Fact]
    public void An_address_in_use_is_told_from_one_that_is_not_valid()
    {
        using var first = new ZeroMQSocket(_context, SocketKind.Router, Plain);
        using var second = new ZeroMQSocket(_context, SocketKind.Router, Plain);
        first.Bind("tcp://127.0.0.1:*");
        ZeroMQException inUse = Assert.Throws<ZeroMQException>(() => second.Bind(first.LastEndpoint));
        Assert.Equal(ZeroMQError.AddressInUse, inUse.Error);
        Assert.Equal("zmq_bind", inUse.Function);
        Assert.Equal(ZeroMQError.Invalid, Assert.Throws<ZeroMQException>(() => second.Bind("tcp://nonsense")).Error);
    }

    [Fact]
    public void A_monitor_tells_how_a_connection_comes_and_goes()
    {
        using var router = new ZeroMQSocket(_context, SocketKind.Router, Plain);
        router.Bind("tcp://127.0.0.1:*");
        using var dealer = new ZeroMQSocket(_context, SocketKind.Dealer, Plain);
        using SocketMonitor monitor = dealer.Monitor(
            SocketEvents.Connected | SocketEvents.HandshakeSucceeded | SocketEvents.Disconnected);
        dealer.Connect(router.LastEndpoint);
        Assert.Equal(SocketEvents.Connected, Next(monitor));
        Assert.Equal(SocketEvents.HandshakeSucceeded, Next(monitor));
        Assert.Equal(SocketEvents.None, monitor.Next());
        router.Dispose();
        Assert.Equal(SocketEvents.Disconnected, Next(monitor));
    }

    [Fact]
    public void A_socket_goes_on_when_nobody_listens_to_its_monitor_any_more()
    {
        using var router = new ZeroMQSocket(_context, SocketKind.Router, Plain);
        router.Bind("tcp://127.0.0.1:*");
        using var dealer = new ZeroMQSocket(_context, SocketKind.Dealer, Plain);
        using (dealer.Monitor(SocketEvents.Connected | SocketEvents.HandshakeSucceeded))
        {
            // Nothing happens before there is an address, and then nobody is there to be told.
        }

        dealer.Connect(router.LastEndpoint);
        Assert.Equal(SendResult.Sent, dealer.TrySend("hello"u8));
        Assert.Equal("hello"u8.ToArray(), Waits.Receive(router)[1]);
    }

    [Fact]
    public void A_descriptor_is_waited_for_together_with_sockets()
    {
        using var dealer = new ZeroMQSocket(_context, SocketKind.Dealer, Plain);
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var poller = new ZeroMQPoller(3);
        poller.Set(0, dealer);
        poller.Set(2, reader.SafePipeHandle);
        poller.Wait(0);
        Assert.False(poller.IsReadable(2));
        writer.WriteByte(1);
        poller.Wait(60_000);
        Assert.True(poller.IsReadable(2));
        Assert.False(poller.IsReadable(0));
        Assert.False(poller.IsReadable(1));
    }

    [Fact]
    public void A_context_waits_for_its_sockets_in_whatever_order_they_are_disposed_of()
    {
        var context = new ZeroMQContext(ioThreads: 1);
        var socket = new ZeroMQSocket(context, SocketKind.Dealer, Plain);
        context.Dispose();
        socket.Dispose();
        Assert.Throws<ObjectDisposedException>(() => socket.TrySend([1]));
    }

    private static SocketEvents Next(SocketMonitor monitor)
    {
        Waits.AwaitReadable(monitor.Socket);
        return monitor.Next();
    }
}

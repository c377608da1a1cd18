using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

[Collection(WireTests.Name)]
public class BrokenLineTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly LineTimes Quick = new() { Answer = TimeSpan.FromSeconds(1), LongestPause = Short };

    [Theory]
    [InlineData("ipc")]
    [InlineData("tcp")]
    public void A_line_opens_again_when_the_broker_comes_back(string kind)
    {
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint(kind), Quick);
        line.Next<BrokerGreeting>();
        rig.StopServer();
        Assert.Contains("closed", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
        line.Send(new PlanRequest(new StudyId(5)));
        // A try that meets the old socket while it closes gets no answer; those after it are told the truth.
        Assert.Contains(
            Enumerable.Range(0, 20).Select(_ => line.Next<Line.LostLine>().Reason),
            static reason => reason.Contains("nobody listens", StringComparison.Ordinal));
        rig.StartServer();
        line.Next<BrokerGreeting>();
        line.AssertServed(6); // and what was said in between is gone
    }

    [Fact]
    public void A_line_opens_again_when_its_connection_is_cut()
    {
        using var rig = new WireRig();
        using var proxy = new TcpProxy(rig.Port);
        using var line = new Line(rig.TcpEndpoint(rig.Alice, proxy.Address), Quick);
        for (int i = 0; i < 5; i++)
        {
            line.Next<BrokerGreeting>();
            line.AssertServed();
            proxy.Cut();
            Assert.Contains("broken", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Silence_is_noticed_on_both_sides()
    {
        using var rig = new WireRig(options => options with { KeepaliveInterval = Short });
        using var proxy = new TcpProxy(rig.Port);
        using var line = new Line(rig.TcpEndpoint(rig.Alice, proxy.Address), Quick);
        line.Next<BrokerGreeting>();
        proxy.Hold();
        Assert.Contains("silent", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
        rig.Log.WaitFor("it has fallen silent");
        proxy.Release();
        proxy.Cut();
        line.Next<BrokerGreeting>();
        line.AssertServed();
    }

    [Fact]
    public void A_line_without_anything_to_say_stays_open()
    {
        using var rig = new WireRig(options => options with { KeepaliveInterval = Short });
        using var raw = new RawLine(rig.Ipc);
        raw.Open();
        for (int i = 0; i < 10; i++)
        {
            raw.Next<SessionKeepAlive>();
            raw.Send(new SessionKeepAlive());
        }

        raw.Send(RawLine.Bytes(new PlanRequest(new StudyId(1))));
        raw.Next<SessionKeepAlive>(); // and not SessionUnknown, after which there would be none
    }

    [Fact]
    public void What_a_broker_refuses_is_not_tried_again()
    {
        using var rig = new WireRig();
        rig.StopServer();
        using var context = new ZeroMQContext(ioThreads: 1);
        using var router = new ZeroMQSocket(context, SocketKind.Router, new SocketSettings());
        router.Bind(rig.Ipc);
        using var line = new Line(rig.Endpoint("ipc"), Quick);
        AnswerFirst(router, RawLine.Bytes(new SessionRefused("Go away.", 7, 8)));
        Assert.Equal("Go away.", line.Next<Line.RefusedLine>().Reason);
    }

    [Fact]
    public void A_broker_that_talks_nonsense_is_left()
    {
        using var rig = new WireRig();
        rig.StopServer();
        using var context = new ZeroMQContext(ioThreads: 1);
        using var router = new ZeroMQSocket(context, SocketKind.Router, new SocketSettings());
        router.Bind(rig.Ipc);
        using var line = new Line(rig.Endpoint("ipc"), Quick);
        AnswerFirst(router, [0xC1]);
        Assert.Contains("does not understand", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_to_which_nothing_can_connect_is_a_vain_try_and_no_crash()
    {
        using var rig = new WireRig();
        using var line = new Line(rig.TcpEndpoint(rig.Alice, "tcp://*:*:1"), Quick);
        Assert.Contains("cannot be begun", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
        line.Next<Line.LostLine>();
    }

    private static void AnswerFirst(ZeroMQSocket router, byte[] answer)
    {
        using var frame = new ZeroMQFrame();
        var poller = new ZeroMQPoller(1);
        poller.Set(0, router);
        poller.Wait(60_000);
        Assert.True(router.TryReceive(frame));
        byte[] peer = frame.Span.ToArray();
        while (frame.HasMore)
        {
            router.TryReceive(frame);
        }

        Assert.Equal(SendResult.Sent, router.TrySend(peer, hasMore: true));
        Assert.Equal(SendResult.Sent, router.TrySend(answer));
    }
}

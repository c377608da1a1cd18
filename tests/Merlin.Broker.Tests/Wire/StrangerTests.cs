using System.Net;
using System.Net.Sockets;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

/// <summary>Peers that speak something else, or too much of it: they lose their line, and honest ones are served.</summary>
[Collection(WireTests.Name)]
public class StrangerTests
{
    [Fact]
    public void Whoever_does_not_speak_ZeroMQ_is_disconnected()
    {
        using var rig = new WireRig();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, rig.Port));
        socket.Send("GET / HTTP/1.1\r\nHost: broker\r\nAccept: everything\r\n\r\n"u8);
        AwaitEnd(socket);
        AssertHonestAreServed(rig);
    }

    [Fact]
    public void A_first_frame_that_is_no_hello_is_answered_so()
    {
        using var rig = new WireRig();
        using var raw = new RawLine(rig.Ipc);
        raw.Send(RawLine.Bytes(new PlanRequest(new StudyId(1))));
        raw.Next<SessionUnknown>();
        raw.Open();
    }

    [Fact]
    public void A_malformed_frame_ends_the_line()
    {
        using var rig = new WireRig();
        using var raw = new RawLine(rig.Ipc);
        raw.Open();
        raw.Send([0xC1, 0xC1, 0xC1]);
        Assert.Contains("malformed", raw.Next<SessionRefused>().Reason, StringComparison.Ordinal);
        raw.Send(RawLine.Bytes(new PlanRequest(new StudyId(1))));
        raw.Next<SessionUnknown>();
        AssertHonestAreServed(rig);
    }

    [Fact]
    public void A_message_of_several_frames_is_malformed()
    {
        using var rig = new WireRig();
        using var raw = new RawLine(rig.Ipc);
        raw.Open();
        raw.Send([], hasMore: true);
        raw.Send(RawLine.Bytes(new PlanRequest(new StudyId(1))), hasMore: true);
        raw.Send([1]);
        raw.Next<SessionRefused>();
        AssertHonestAreServed(rig);
    }

    [Fact]
    public void Nothing_large_is_taken_before_the_hello()
    {
        using var rig = new WireRig();
        using var raw = new RawLine(rig.Ipc);
        raw.Send(new byte[4097]);
        raw.Next<SessionUnknown>(); // and no refusal: it may be a client that does not know yet that its line was closed
        raw.Open();
    }

    [Fact]
    public void A_frame_beyond_the_limit_ends_the_connection()
    {
        using var rig = new WireRig(options => options with { LargestFrame = 100_000 });
        using var raw = new RawLine(rig.Ipc);
        raw.Open();
        raw.Send(new byte[100_001]);
        raw.AwaitEnd();
        AssertHonestAreServed(rig);
    }

    [Theory]
    [InlineData(0, 0, "Update this program")]
    [InlineData(1000, 1001, "Update the broker")]
    public void A_client_of_another_version_learns_which_program_to_update(int lowest, int highest, string remedy)
    {
        using var rig = new WireRig();
        using var raw = new RawLine(rig.Ipc);
        raw.Send(new SessionHello(lowest, highest, "9.8.7"));
        SessionRefused refused = raw.Next<SessionRefused>();
        Assert.Contains(remedy, refused.Reason, StringComparison.Ordinal);
        Assert.Contains("9.8.7", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("1.2.3", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(ProtocolVersion.Highest, refused.HighestVersion);
    }

    [Fact]
    public void A_client_that_does_not_read_loses_its_line_and_nobody_else_waits()
    {
        using var rig = new WireRig(options => options with { SendHighWaterMark = 10 });
        using var honest = new Line(rig.Endpoint("ipc"));
        honest.Next<BrokerGreeting>();
        honest.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(1)) with { Plan = new byte[1 << 20] }));
        using var raw = new RawLine(rig.Ipc, new SocketSettings { ReceiveHighWaterMark = 1 });
        raw.Open();
        byte[] question = RawLine.Bytes(new PlanRequest(Samples.Study));
        for (int i = 0; i < 200; i++)
        {
            raw.Send(question);
        }

        rig.Log.WaitFor("the client does not read");
        honest.AssertServed();
    }

    [Fact]
    public void A_client_that_says_more_than_the_broker_can_take_loses_its_line()
    {
        using var rig = new WireRig(options => options with { MostWaitingMessages = 1 });
        using var raw = new RawLine(rig.Ipc, new SocketSettings { SendHighWaterMark = 1_000_000 });
        raw.Open();
        byte[] question = RawLine.Bytes(new PlanRequest(Samples.Study));
        for (int i = 0; i < 100_000; i++)
        {
            raw.Send(question);
        }

        rig.Log.WaitFor("messages of it wait already");
        AssertHonestAreServed(rig);
    }

    private static void AssertHonestAreServed(WireRig rig)
    {
        foreach (string kind in new[] { "ipc", "tcp" })
        {
            using var honest = new Line(rig.Endpoint(kind));
            honest.Next<BrokerGreeting>();
            honest.AssertServed();
        }
    }

    private static void AwaitEnd(Socket socket)
    {
        byte[] buffer = new byte[1000];
        try
        {
            while (socket.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }
    }
}

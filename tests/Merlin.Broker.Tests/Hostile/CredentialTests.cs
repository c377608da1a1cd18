using System.Net;
using System.Net.Sockets;
using Merlin.Broker.Lines;
using Merlin.Broker.Tests.Wire;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>Whoever has no key of the broker's list hears nothing from it.</summary>
[Collection(WireTests.Name)]
public sealed class CredentialTests
{
    private const string ZeroKey = "0000000000000000000000000000000000000000";

    // A greeting of ZMTP 3.1 has 64 bytes; the mechanism's name stands from the 13th on.
    private const int GreetingSize = 64;
    private const int MechanismPlace = 12;

    public enum Wrong
    {
        NoKeys,
        KeyOfAnotherServer,
        UnknownClient,
        Revoked,
        AuthorizedElsewhere,
        NoClientKey,
        ZeroKey,
        Swapped,
        SomebodyElsesSecret,
        TheServersPublicKey,
    }

    public static TheoryData<Wrong> Kinds => [.. Enum.GetValues<Wrong>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Wrong_keys_hear_nothing(Wrong kind)
    {
        using var rig = new WireRig();
        using var elsewhere = new WireRig();
        CurveKeyPair revoked = rig.Keys.Authorize("old", "alice");
        rig.Keys.Revoke(revoked);
        string server = rig.ServerKey;
        using (var raw = new RawLine(rig.Tcp, Settings(kind, rig, elsewhere, revoked, server)))
        {
            raw.Send(RawLine.Bytes(new SessionHello(ProtocolVersion.Lowest, ProtocolVersion.Highest, "stranger")));
            raw.AwaitEnd();
            Assert.False(raw.HasFrame);
        }

        AssertHonestAreServed(rig);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("NULL")]
    [InlineData("GSSAPI")]
    public void Another_mechanism_than_keys_is_not_spoken(string mechanism)
    {
        using var rig = new WireRig();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, rig.Port));
        byte[] greeting = new byte[GreetingSize];
        byte[] begin = [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1];
        begin.CopyTo(greeting, 0);
        System.Text.Encoding.ASCII.GetBytes(mechanism).CopyTo(greeting, MechanismPlace);
        socket.Send(greeting);

        Assert.InRange(BytesToTheEnd(socket), 0, GreetingSize);
        AssertHonestAreServed(rig);
    }

    private static SocketSettings Settings(Wrong kind, WireRig rig, WireRig elsewhere, CurveKeyPair revoked, string server)
    {
        CurveKeyPair alice = rig.Alice;
        var stranger = CurveKeyPair.Generate();
        return kind switch
        {
            Wrong.NoKeys => new SocketSettings(),
            Wrong.KeyOfAnotherServer => With(elsewhere.ServerKey, alice.PublicKey, alice.SecretKey),
            Wrong.UnknownClient => With(server, stranger.PublicKey, stranger.SecretKey),
            Wrong.Revoked => With(server, revoked.PublicKey, revoked.SecretKey),
            Wrong.AuthorizedElsewhere => With(server, elsewhere.Alice.PublicKey, elsewhere.Alice.SecretKey),
            Wrong.NoClientKey => new SocketSettings { ServerPublicKey = server },
            Wrong.ZeroKey => With(server, ZeroKey, ZeroKey),
            Wrong.Swapped => With(server, alice.SecretKey, alice.PublicKey),
            Wrong.SomebodyElsesSecret => With(server, alice.PublicKey, stranger.SecretKey),
            _ => With(server, server, stranger.SecretKey),
        };
    }

    private static SocketSettings With(string server, string publicKey, string secretKey) =>
        new() { ServerPublicKey = server, PublicKey = publicKey, SecretKey = secretKey };

    private static int BytesToTheEnd(Socket socket)
    {
        byte[] buffer = new byte[1000];
        int bytes = 0;
        try
        {
            for (int read = 1; read > 0; bytes += read)
            {
                read = socket.Receive(buffer);
            }
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }

        return bytes;
    }

    private static void AssertHonestAreServed(WireRig rig)
    {
        using var honest = new Line(rig.Endpoint("tcp"));
        honest.Next<BrokerGreeting>();
        honest.AssertServed();
    }
}

using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

[Collection(WireTests.Name)]
public class KeyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public void An_unknown_key_is_refused_for_good()
    {
        using var rig = new WireRig();
        var stranger = CurveKeyPair.Generate();
        using var line = new Line(rig.TcpEndpoint(stranger));
        string reason = line.Next<Line.RefusedLine>().Reason;
        Assert.Contains(stranger.PublicKey, reason, StringComparison.Ordinal);
        Assert.Contains("merlin server authorize", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_expects_another_broker_learns_what_may_be_wrong_and_tries_again()
    {
        using var rig = new WireRig();
        using var line = new Line(
            rig.TcpEndpoint(rig.Alice, serverKey: CurveKeyPair.Generate().PublicKey), new LineTimes { Answer = Short });
        Assert.Contains("server key", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
        Assert.Contains("server key", line.Next<Line.LostLine>().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revoked_key_stops_with_its_next_message()
    {
        using var rig = new WireRig();
        using var other = new Line(rig.Endpoint("ipc"));
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        line.AssertServed();
        rig.Keys.Revoke(rig.Alice);
        line.Send(new PlanRequest(new StudyId(1)));
        Assert.Contains("revoked", line.Next<Line.RefusedLine>().Reason, StringComparison.Ordinal);
        other.Next<BrokerGreeting>();
        other.AssertServed();
    }

    [Fact]
    public void A_revoked_key_stops_although_it_says_nothing()
    {
        using var rig = new WireRig(options => options with { KeepaliveInterval = Short });
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        rig.Keys.Revoke(rig.Alice);
        line.Next<Line.RefusedLine>();
    }

    [Fact]
    public void A_key_that_was_let_in_is_tried_again_when_it_is_not_for_a_while()
    {
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint("tcp"), new LineTimes { LongestPause = Short });
        line.Next<BrokerGreeting>();
        rig.StopServer();
        rig.Keys.Revoke(rig.Alice);
        rig.StartServer();
        while (!line.Next<Line.LostLine>().Reason.Contains("does not let this client's key in", StringComparison.Ordinal))
        {
            // The broker was not there yet.
        }

        rig.Keys.Authorize(rig.Alice, "alice-key", "alice");
        line.Next<BrokerGreeting>();
        line.AssertServed();
    }

    [Fact]
    public void A_name_that_is_given_to_another_key_does_not_let_the_old_key_in()
    {
        using var rig = new WireRig();
        using var old = new Line(rig.Endpoint("tcp"));
        old.Next<BrokerGreeting>();
        rig.Keys.Revoke(rig.Alice);
        using var renewed = new Line(rig.TcpEndpoint(rig.Keys.Authorize("alice-key", "alice")));
        renewed.Next<BrokerGreeting>();
        renewed.AssertServed();
        old.Send(new PlanRequest(new StudyId(1)));
        old.Next<Line.RefusedLine>();
    }

    [Fact]
    public void A_client_without_keys_is_not_spoken_with()
    {
        using var rig = new WireRig();
        using var raw = new RawLine(rig.Tcp);
        raw.AwaitEnd();
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        line.AssertServed();
    }

    [Fact]
    public void Addresses_and_keys_that_do_not_go_together_are_refused_before_anything_is_sent()
    {
        var pair = CurveKeyPair.Generate();
        var keys = new CurveCredentials(pair.PublicKey, pair.PublicKey, pair.SecretKey);
        Assert.Throws<BrokerAddressException>(() => new BrokerEndpoint("tcp://host:1", null));
        Assert.Throws<BrokerAddressException>(() => new BrokerEndpoint("ipc:///run/x", keys));
        Assert.Throws<BrokerAddressException>(() => new BrokerEndpoint("ipc://run/x", null));
        Assert.Throws<BrokerAddressException>(() => new BrokerEndpoint("udp://host:1", keys));
        Assert.Throws<BrokerAddressException>(() => new BrokerEndpoint("tcp://host", keys));
        Assert.Throws<BrokerAddressException>(() => new BrokerEndpoint("tcp://host:70000", keys));
        Assert.Throws<BrokerAddressException>(() => new CurveCredentials("short", pair.PublicKey, pair.SecretKey));
        Assert.DoesNotContain(pair.SecretKey, new BrokerEndpoint("tcp://host:1", keys).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_does_not_listen_at_tcp_without_keys()
    {
        Assert.Contains(
            "secret key",
            Assert.Throws<BrokerAddressException>(() => new WireRig(options => options with { Keys = null })).Message,
            StringComparison.Ordinal);
        Assert.Throws<BrokerAddressException>(() => new WireRig(options => options with { ServerSecretKey = null }));
    }
}

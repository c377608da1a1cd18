using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

public class PeerTests
{
    [Fact]
    public void What_a_client_says_after_the_broker_has_given_its_line_up_does_no_harm()
    {
        using var rig = new WireRig();
        using var outbox = new WakingQueue<Outbound>();
        var options = new WireServerOptions { Addresses = [], LocalIdentity = ClientIdentity.OfThisUser("me") };
        var peer = new Peer(
            new PeerKey(0, 1), options.LocalIdentity, null, new UnsentQueue(new UnsentBytes(), options), outbox, mostQueuedBytes: 1);
        peer.Open(rig.Host);
        IBrokerListener listener = peer;
        listener.Received(new PlanRefused(new StudyId(1), "one waits"));
        Assert.False(peer.IsOverrun);
        listener.Received(new PlanRefused(new StudyId(1), "and this is more than may"));
        Assert.True(peer.IsOverrun);
        peer.Send(new PlanRequest(new StudyId(2)), 10);
        peer.Close();
    }
}

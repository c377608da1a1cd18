using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Security;

/// <summary>The keys that a broker lets in.</summary>
public sealed class KeyRingTests
{
    private static readonly AuthorizedKey Alice = new(new ClientIdentity("laptop", "alice", Role.User), new string('a', 40));
    private static readonly AuthorizedKey Bob = new(new ClientIdentity("bob", "bob", Role.Worker), new string('b', 40));

    [Fact]
    public void A_new_ring_lets_nobody_in() => Assert.Null(new KeyRing().FindByPublicKey(Alice.PublicKey));

    [Fact]
    public void A_key_leads_to_who_holds_it()
    {
        var ring = new KeyRing();

        ring.Replace([Alice, Bob]);

        Assert.Equal(Alice.Identity, ring.FindByPublicKey(Alice.PublicKey));
        Assert.Equal(Bob.Identity, ring.FindByPublicKey(Bob.PublicKey));
    }

    [Fact]
    public void What_is_not_in_the_new_ring_is_out()
    {
        var ring = new KeyRing();
        ring.Replace([Alice, Bob]);

        ring.Replace([Bob]);

        Assert.Null(ring.FindByPublicKey(Alice.PublicKey));
        Assert.NotNull(ring.FindByPublicKey(Bob.PublicKey));
    }
}

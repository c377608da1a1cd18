using System.Collections.Frozen;

namespace Merlin.Broker.Security;

/// <summary>The keys that a broker lets in, all replaced at once.</summary>
/// <remarks>May be used from any thread; an answer never mixes an old ring with a new one.</remarks>
public sealed class KeyRing : IKeyRing
{
    private volatile FrozenDictionary<string, ClientIdentity> _identities = FrozenDictionary<string, ClientIdentity>.Empty;

    /// <summary>Lets these keys in, and no others from now on.</summary>
    /// <param name="keys">The keys; no two have the same name or the same public key.</param>
    public void Replace(IEnumerable<AuthorizedKey> keys) =>
        _identities = keys.ToFrozenDictionary(static key => key.PublicKey, static key => key.Identity, StringComparer.Ordinal);

    /// <inheritdoc/>
    public ClientIdentity? FindByPublicKey(string publicKey) => _identities.GetValueOrDefault(publicKey);
}

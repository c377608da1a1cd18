using System.Collections.Concurrent;
using Merlin.Broker.Security;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

/// <summary>Keys that a test lets in and revokes.</summary>
internal sealed class MemoryKeyRing : IKeyRing
{
    private readonly ConcurrentDictionary<string, ClientIdentity> _keys = new();

    /// <summary>Makes a pair of keys and lets it in.</summary>
    public CurveKeyPair Authorize(string name, string owner)
    {
        var pair = CurveKeyPair.Generate();
        Authorize(pair, name, owner);
        return pair;
    }

    public void Authorize(CurveKeyPair pair, string name, string owner) =>
        _keys[pair.PublicKey] = new ClientIdentity(name, owner, Role.User);

    public void Revoke(CurveKeyPair pair) => _keys.TryRemove(pair.PublicKey, out _);

    public ClientIdentity? FindByPublicKey(string publicKey) => _keys.GetValueOrDefault(publicKey);
}

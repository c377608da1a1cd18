namespace Merlin.Broker.Security;

/// <summary>The keys that a broker lets in.</summary>
/// <remarks>
/// Asked for every message of every line, so it answers from memory; what it answers may change at any time. A line is
/// bound to the key itself and not to the key's name: a name that is given to another key does not let the old one in.
/// </remarks>
public interface IKeyRing
{
    /// <summary>Who holds the secret part of a public key; null when the key is not authorized, or no longer.</summary>
    /// <param name="publicKey">The key, as 40 characters of Z85.</param>
    ClientIdentity? FindByPublicKey(string publicKey);
}

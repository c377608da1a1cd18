namespace Merlin.Broker.Security;

/// <summary>A client key that a broker accepts.</summary>
/// <param name="Identity">Who speaks when this key is used.</param>
/// <param name="PublicKey">The public half of the client's CURVE key pair, Z85 text.</param>
public sealed record AuthorizedKey(ClientIdentity Identity, string PublicKey);

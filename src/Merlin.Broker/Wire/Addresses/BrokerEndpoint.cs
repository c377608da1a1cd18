namespace Merlin.Broker.Wire;

/// <summary>Where a broker is, and by what keys it is spoken with.</summary>
public sealed record BrokerEndpoint
{
    /// <summary>Takes an address in.</summary>
    /// <param name="address"><c>tcp://HOST:PORT</c> or <c>ipc://PATH</c>.</param>
    /// <param name="curve">The keys: needed for <c>tcp://</c>, without use for <c>ipc://</c>.</param>
    /// <exception cref="BrokerAddressException">The address is not one, or the keys do not go with it.</exception>
    public BrokerEndpoint(string address, CurveCredentials? curve)
    {
        var parsed = WireAddress.Parse(address);
        if (parsed.IsTcp && curve is null)
        {
            throw new BrokerAddressException(
                $"The broker's address {address} needs keys: over tcp:// a broker is spoken with by server_key, public_key " +
                "and secret_key, which 'merlin server init' and 'merlin server authorize' write.");
        }

        if (!parsed.IsTcp && curve is not null)
        {
            throw new BrokerAddressException(
                $"The broker's address {address} goes without keys: the right to enter its directory is all that counts. " +
                "Remove the keys, or use a tcp:// address.");
        }

        Address = address;
        Curve = curve;
    }

    /// <summary><c>tcp://HOST:PORT</c> or <c>ipc://PATH</c>.</summary>
    public string Address { get; }

    /// <summary>The keys of a <c>tcp://</c> address.</summary>
    public CurveCredentials? Curve { get; }
}

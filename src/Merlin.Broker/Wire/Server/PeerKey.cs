using System.Buffers.Binary;

namespace Merlin.Broker.Wire;

/// <summary>Names a connection: the socket that it came to, and the number that the socket gave it.</summary>
/// <param name="Socket">The place of the socket among the server's.</param>
/// <param name="Number">The number within the routing id.</param>
/// <remarks>
/// A connection that has chosen its routing id by itself is never served: it could wait until another's has ended, take
/// over its id, and receive what is still meant for the other.
/// </remarks>
internal readonly record struct PeerKey(int Socket, uint Number)
{
    /// <summary>Bytes of a routing id that a socket has given.</summary>
    public const int Size = 1 + sizeof(uint);

    /// <summary>Reads a routing id; false when the peer has chosen it.</summary>
    public static bool TryRead(int socket, ReadOnlySpan<byte> routingId, out PeerKey key)
    {
        bool given = routingId.Length == Size && routingId[0] == 0;
        key = given ? new PeerKey(socket, BinaryPrimitives.ReadUInt32BigEndian(routingId[1..])) : default;
        return given;
    }

    /// <summary>Writes the routing id.</summary>
    public void Write(Span<byte> routingId)
    {
        routingId[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(routingId[1..], Number);
    }

    /// <inheritdoc/>
    public override string ToString() => $"connection {Socket}.{Number:x}";
}

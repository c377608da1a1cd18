using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>
/// Knows how much waits for each connection and each owner. A connection outlives its line, and what waits for it does
/// too: whoever opens another line on it begins with what it has not read. Belongs to the server's thread.
/// </summary>
internal sealed class UnsentQueues(WireServerOptions options)
{
    private readonly Dictionary<string, UnsentBytes> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<PeerKey, UnsentQueue> _connections = [];
    private readonly List<PeerKey> _empty = [];

    /// <summary>What waits for a connection of an owner's.</summary>
    public UnsentQueue Of(PeerKey connection, string owner)
    {
        if (!_connections.TryGetValue(connection, out UnsentQueue? queue))
        {
            queue = new UnsentQueue(Of(owner), options);
            _connections.Add(connection, queue);
        }

        return queue;
    }

    /// <summary>Drops the connections without a line for which nothing waits.</summary>
    public void Sweep(Func<PeerKey, bool> hasLine)
    {
        foreach ((PeerKey connection, UnsentQueue queue) in _connections)
        {
            if (queue.Bytes.Count == 0 && !hasLine(connection))
            {
                _empty.Add(connection);
            }
        }

        _empty.ForEach(connection => _connections.Remove(connection));
        _empty.Clear();
    }

    private UnsentBytes Of(string owner)
    {
        if (!_owners.TryGetValue(owner, out UnsentBytes? bytes))
        {
            bytes = new UnsentBytes();
            _owners.Add(owner, bytes);
        }

        return bytes;
    }
}

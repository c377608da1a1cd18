using System.Diagnostics.CodeAnalysis;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Hosting;

/// <summary>The lines that clients have to a loop. Owned by its thread.</summary>
internal sealed class HostLines
{
    private readonly Dictionary<PeerId, HostLine> _lines = [];

    public void Add(PeerId peer, HostLine line) => _lines.Add(peer, line);

    public bool Remove(PeerId peer, [NotNullWhen(true)] out HostLine? line) => _lines.Remove(peer, out line);

    public bool TryFind(PeerId peer, [NotNullWhen(true)] out HostLine? line) => _lines.TryGetValue(peer, out line);

    /// <summary>Hands a message to a client, unless its line is gone.</summary>
    public void Deliver(PeerId peer, BrokerMessage message)
    {
        if (_lines.TryGetValue(peer, out HostLine? line))
        {
            line.Channel.Deliver(message);
        }
    }

    /// <summary>Hands messages to clients, in order.</summary>
    public void Deliver(IReadOnlyList<Outgoing> messages)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            Deliver(messages[i].To, messages[i].Message);
        }
    }

    /// <summary>Tells all clients that the loop has ended.</summary>
    public void Refuse(Exception reason)
    {
        foreach (HostLine line in _lines.Values)
        {
            line.Channel.Refuse(reason);
        }
    }
}

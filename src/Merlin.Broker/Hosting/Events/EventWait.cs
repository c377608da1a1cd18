using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Hosting;

/// <summary>Somebody who waits for an event.</summary>
internal sealed class EventWait(PeerId peer, ClientIdentity asker, EventsRequest request, long after, Instant deadline)
{
    public PeerId Peer { get; } = peer;

    public ClientIdentity Asker { get; } = asker;

    public EventsRequest Request { get; } = request;

    /// <summary>When it is answered with nothing.</summary>
    public Instant Deadline { get; } = deadline;

    /// <summary>The number up to which there is nothing for the asker.</summary>
    public long After { get; set; } = after;
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Collects what a turn asks of the host.</summary>
internal sealed class Effects
{
    private List<BrokerChange> _changes = [];
    private List<Outgoing> _messages = [];
    private List<SessionEnded> _ended = [];

    public void Store(BrokerChange change) => _changes.Add(change);

    public void Send(PeerId? to, BrokerMessage message)
    {
        if (to is { } peer)
        {
            _messages.Add(new Outgoing(peer, message));
        }
    }

    /// <summary>Tells that a session has ended.</summary>
    public void Note(SessionEnded ended) => _ended.Add(ended);

    /// <summary>Drops what would go out on a line that is closed.</summary>
    public void Forget(PeerId peer) => _messages.RemoveAll(message => message.To == peer);

    /// <summary>Hands over the changes alone, ahead of the turn's end.</summary>
    public IReadOnlyList<BrokerChange> TakeChanges()
    {
        List<BrokerChange> changes = _changes;
        _changes = [];
        return changes;
    }

    /// <summary>Hands over everything collected and begins anew.</summary>
    public Turn Take()
    {
        var turn = new Turn(_changes, _messages) { Ended = _ended };
        _changes = [];
        _messages = [];
        _ended = [];
        return turn;
    }
}

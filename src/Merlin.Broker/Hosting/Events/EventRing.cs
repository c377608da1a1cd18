using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Hosting;

/// <summary>
/// The latest events, in bounded memory. Their numbers begin with the time in microseconds, so that they go up across
/// restarts without being kept anywhere: no broker has a million events a second for long.
/// </summary>
internal sealed class EventRing
{
    private const int MostEvents = 65_536;
    private const long MostRanges = 1_000_000;

    private readonly OwnedEvent[] _events = new OwnedEvent[MostEvents];
    private long _ranges;

    public EventRing(Instant start)
    {
        Last = start.UnixMicros;
        First = Last + 1;
    }

    /// <summary>The number of the oldest event that is kept; one past <see cref="Last"/> when none is.</summary>
    public long First { get; private set; }

    /// <summary>The number of the latest event, or of the one before the first.</summary>
    public long Last { get; private set; }

    /// <summary>An event that is kept; nothing for one that is not any more, as long as no other has its place.</summary>
    public OwnedEvent this[long sequence] => _events[sequence % MostEvents];

    /// <summary>Adds an event, which gets the next number.</summary>
    public void Add(BrokerEvent happened, string owner)
    {
        Last++;
        _ranges += happened.Tasks.Count;
        while (First < Last && (Last - First >= MostEvents || _ranges > MostRanges))
        {
            // Its place may stay unused for long, and what is in it would.
            _ranges -= this[First].Event.Tasks.Count;
            _events[First % MostEvents] = default;
            First++;
        }

        _events[Last % MostEvents] = new OwnedEvent(happened with { Sequence = Last }, owner);
    }
}

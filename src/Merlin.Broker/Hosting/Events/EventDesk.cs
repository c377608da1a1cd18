using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>Answers those who ask what has happened, at once or when something does.</summary>
internal sealed class EventDesk(Store store, EventRing ring, Action<PeerId, RequestAnswer> deliver)
{
    private const int MostItems = 10_000;
    private const int MostRanges = 100_000;
    private const int MostWaitsOfALine = 16;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly List<EventWait> _waits = [];

    /// <summary>When somebody is to be answered with nothing; null while nobody waits.</summary>
    public Instant? Next => _waits.Count > 0 ? _waits[0].Deadline : null;

    public void Ask(PeerId peer, ClientIdentity asker, EventsRequest request, Instant now)
    {
        if (!asker.MayProduce)
        {
            deliver(peer, StudyQueries.NotForWorkers(request.Request));
            return;
        }

        if (request.Study is { } study && store.Find(study)?.MayBeSeenBy(asker) != true)
        {
            deliver(peer, StudyQueries.NotHere(request.Request, study));
            return;
        }

        // Told at once that nothing happened, it can only ask again.
        if (_waits.FindAll(wait => wait.Peer == peer) is { Count: >= MostWaitsOfALine } ofLine)
        {
            Answer(ofLine[0], []);
            _waits.Remove(ofLine[0]);
        }

        long after = request.After < 0 ? ring.Last : Math.Min(request.After, ring.Last);
        var wait = new EventWait(peer, asker, request, after, now + LongestWait);
        if (!TryAnswer(wait))
        {
            _waits.Add(wait);
        }
    }

    /// <summary>Answers those for whom there is something by now, or whose time is over.</summary>
    public void AnswerWaiting(Instant now)
    {
        for (int i = 0; i < _waits.Count; i++)
        {
            EventWait wait = _waits[i];
            if (wait.After < ring.Last && TryAnswer(wait))
            {
                _waits.RemoveAt(i--);
            }
            else if (wait.Deadline <= now)
            {
                Answer(wait, []);
                _waits.RemoveAt(i--);
            }
        }
    }

    /// <summary>Forgets who waits on a line that is closed.</summary>
    public void Forget(PeerId peer) => _waits.RemoveAll(wait => wait.Peer == peer);

    private bool TryAnswer(EventWait wait)
    {
        List<BrokerEvent> items = Collect(wait);
        if (items.Count == 0 && wait.Request.Wait && !Missed(wait.Request))
        {
            return false;
        }

        Answer(wait, items);
        return true;
    }

    private void Answer(EventWait wait, List<BrokerEvent> items) =>
        deliver(wait.Peer, new Events(wait.Request.Request, items, wait.After, Missed(wait.Request)));

    // Whoever asks from 0 wants what there is.
    private bool Missed(EventsRequest request) => request.After > 0 && request.After + 1 < ring.First;

    private List<BrokerEvent> Collect(EventWait wait)
    {
        var items = new List<BrokerEvent>();
        var visible = new Dictionary<StudyId, bool>();
        int most = Math.Clamp(wait.Request.Limit, 1, MostItems);
        long ranges = 0;
        long next = Math.Max(wait.After + 1, ring.First);
        for (; next <= ring.Last && items.Count < most && ranges < MostRanges; next++)
        {
            OwnedEvent happened = ring[next];
            if (IsFor(wait, happened, visible))
            {
                items.Add(happened.Event);
                ranges += happened.Event.Tasks.Count;
            }
        }

        wait.After = next - 1;
        return items;
    }

    private bool IsFor(EventWait wait, OwnedEvent happened, Dictionary<StudyId, bool> visible)
    {
        if (wait.Request.Study is { } wanted && happened.Event.Study != wanted)
        {
            return false;
        }

        if (wait.Asker.IsAdministrator || happened.Owner == wait.Asker.Owner)
        {
            return true;
        }

        if (happened.Event.Study is not { } study)
        {
            return false;
        }

        if (!visible.TryGetValue(study, out bool isVisible))
        {
            isVisible = store.Find(study)?.MayBeSeenBy(wait.Asker) == true;
            visible.Add(study, isVisible);
        }

        return isVisible;
    }
}

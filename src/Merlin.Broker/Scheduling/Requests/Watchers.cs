using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>The lines that want to be told of studies' ends.</summary>
internal sealed class Watchers(Effects effects)
{
    private readonly Dictionary<StudyId, Dictionary<PeerId, ClientIdentity>> _byStudy = [];
    private readonly Dictionary<PeerId, HashSet<StudyId>> _byPeer = [];

    public void Add(PeerId peer, ClientIdentity client, Study study)
    {
        if (!_byStudy.TryGetValue(study.Id, out Dictionary<PeerId, ClientIdentity>? watchers))
        {
            _byStudy.Add(study.Id, watchers = []);
        }

        if (!_byPeer.TryGetValue(peer, out HashSet<StudyId>? watched))
        {
            _byPeer.Add(peer, watched = []);
        }

        watchers[peer] = client;
        watched.Add(study.Id);
    }

    /// <summary>Tells those who watch a study and may still see it how it ended.</summary>
    public void Tell(Study study, StudyEnd end)
    {
        if (!_byStudy.Remove(study.Id, out Dictionary<PeerId, ClientIdentity>? watchers))
        {
            return;
        }

        foreach ((PeerId peer, ClientIdentity client) in watchers)
        {
            Unwatch(peer, study.Id);
            if (study.IsVisibleTo(client))
            {
                effects.Send(peer, new StudyEnded(study.Id, end));
            }
        }
    }

    /// <summary>Drops what a line watches that is closed.</summary>
    public void Forget(PeerId peer)
    {
        if (!_byPeer.Remove(peer, out HashSet<StudyId>? watched))
        {
            return;
        }

        foreach (StudyId study in watched)
        {
            Dictionary<PeerId, ClientIdentity> watchers = _byStudy[study];
            watchers.Remove(peer);
            if (watchers.Count == 0)
            {
                _byStudy.Remove(study);
            }
        }
    }

    private void Unwatch(PeerId peer, StudyId study)
    {
        HashSet<StudyId> watched = _byPeer[peer];
        watched.Remove(study);
        if (watched.Count == 0)
        {
            _byPeer.Remove(peer);
        }
    }
}

using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Storage;

/// <summary>Whose a study is and whether it has ended.</summary>
/// <param name="Study">The study.</param>
/// <param name="Owner">The user behind it.</param>
/// <param name="SharedWith">The other users who may see and steer it.</param>
/// <param name="IsOpen">Whether it has not ended.</param>
/// <param name="End">How it ended, or <see cref="StudyEnd.None"/>.</param>
internal sealed record StudyFacts(
    StudyId Study, string Owner, IReadOnlyCollection<string> SharedWith, bool IsOpen, StudyEnd End)
{
    /// <summary>Whether somebody may see and steer it.</summary>
    public bool MayBeSeenBy(ClientIdentity asker) =>
        asker.IsAdministrator || asker.Owner == Owner || SharedWith.Contains(asker.Owner);
}

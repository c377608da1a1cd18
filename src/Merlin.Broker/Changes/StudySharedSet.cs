namespace Merlin.Broker.Changes;

/// <summary>A study was shared with a user, or is no longer.</summary>
/// <param name="Study">The study.</param>
/// <param name="User">The user.</param>
/// <param name="Shared">Whether the user may see and steer it from now on.</param>
public sealed record StudySharedSet(StudyId Study, string User, bool Shared) : BrokerChange;

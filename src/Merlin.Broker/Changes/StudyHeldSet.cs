namespace Merlin.Broker.Changes;

/// <summary>A study was held or released.</summary>
/// <param name="Study">The study.</param>
/// <param name="Held">Whether it is held from now on.</param>
public sealed record StudyHeldSet(StudyId Study, bool Held) : BrokerChange;

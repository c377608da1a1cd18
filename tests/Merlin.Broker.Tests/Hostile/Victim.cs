namespace Merlin.Broker.Tests.Hostile;

/// <summary>What a user has at a broker, by which another one tries to get at it.</summary>
internal sealed record Victim(
    string Owner, string Attacker, StudyId Open, StudyId Ended, ConsumerId Worker, LeaseId Lease, string Queue)
{
    /// <summary>Tasks of each study.</summary>
    public const int Tasks = 5;
}

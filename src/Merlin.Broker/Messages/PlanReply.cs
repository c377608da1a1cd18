namespace Merlin.Broker.Messages;

/// <summary>A study's plan, opaque to the broker.</summary>
/// <param name="Study">The study.</param>
/// <param name="Plan">The plan's bytes as the producer gave them.</param>
public sealed record PlanReply(StudyId Study, ReadOnlyMemory<byte> Plan) : BrokerMessage
{
    /// <summary>The plan's revision: 0 as submitted, one more for each <see cref="Requests.StudyExtend"/>.</summary>
    public int Revision { get; init; }
}

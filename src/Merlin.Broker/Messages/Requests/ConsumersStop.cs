using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Asks consumers of the asker's own to leave: each finishes what runs, gives back the rest and says goodbye. Unknown ones
/// are passed over. Answered by <see cref="RequestDone"/>.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Consumers">Which.</param>
public sealed record ConsumersStop(long Request, IReadOnlyList<ConsumerId> Consumers) : ProducerRequest(Request);

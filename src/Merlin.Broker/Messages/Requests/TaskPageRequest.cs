namespace Merlin.Broker.Messages.Requests;

/// <summary>Asks for tasks of an array that ended or run. Answered by <see cref="Answers.TaskPageAnswer"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Array">The array.</param>
/// <param name="From">The first index wanted.</param>
public sealed record TaskPageRequest(long Request, ArrayId Array, long From) : ProducerRequest(Request);

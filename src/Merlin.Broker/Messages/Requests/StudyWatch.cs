using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Asks to be told of a study's end on this line: <see cref="StudyEnded"/>, at once if it has ended. Answered by
/// <see cref="RequestDone"/> before that.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
public sealed record StudyWatch(long Request, StudyId Study) : ProducerRequest(Request);

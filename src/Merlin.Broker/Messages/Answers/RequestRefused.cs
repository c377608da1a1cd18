namespace Merlin.Broker.Messages.Answers;

/// <summary>
/// A request was not carried out; nothing has changed. What belongs to somebody else is refused in the same words as what
/// is not there.
/// </summary>
/// <param name="Request">The request's number.</param>
/// <param name="Reason">Why, in words for the person who asked.</param>
public sealed record RequestRefused(long Request, string Reason) : RequestAnswer(Request);

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Asks for what has happened to what the asker may see. Answered by <see cref="Answers.Events"/> as soon as there is
/// something, or with nothing after 30 seconds: whoever follows asks again from the answer's number.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="After">Only events with a greater number; -1 for those from now on.</param>
/// <param name="Study">Only those of this study; null for all.</param>
/// <param name="Limit">The most to send, 1 to 10000.</param>
/// <param name="Wait">Whether to wait for something to happen.</param>
public sealed record EventsRequest(long Request, long After, StudyId? Study, int Limit, bool Wait)
    : ProducerRequest(Request);

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Asks for studies that the asker may see, the newest first. Answered by <see cref="Answers.StudyList"/>.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Ended">Whether ended studies are wanted too.</param>
/// <param name="Name">Only those of this name; null for all.</param>
/// <param name="Workspace">Only those of this workspace; null for all.</param>
/// <param name="Before">Only those with a smaller id; null for all. For the next page, the last id of the one before.</param>
/// <param name="Limit">The most to send, 1 to 1000.</param>
public sealed record StudyListRequest(
    long Request, bool Ended, string? Name, string? Workspace, long? Before, int Limit) : ProducerRequest(Request);

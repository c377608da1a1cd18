using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Adds tasks at the end of arrays of a running study. Refused when an array has ended or one of its barriers has been
/// passed: something that waited for all of its tasks may have started. Only the owner extends: the plan holds commands.
/// Answered by <see cref="RequestDone"/>.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Study">The study.</param>
/// <param name="Ordinals">The arrays, all with the same count; those that are elementwise joined must come together.</param>
/// <param name="From">Their count as the producer knows it; refused when it is another by now.</param>
/// <param name="To">Their new count.</param>
/// <param name="Plan">The plan that knows of the new tasks too, opaque; it replaces the present one.</param>
/// <param name="Revision">The new plan's revision, one more than the present one's.</param>
public sealed record StudyExtend(
    long Request,
    StudyId Study,
    IReadOnlyList<int> Ordinals,
    long From,
    long To,
    ReadOnlyMemory<byte> Plan,
    int Revision) : ProducerRequest(Request);

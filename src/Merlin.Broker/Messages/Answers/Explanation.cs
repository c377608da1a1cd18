namespace Merlin.Broker.Messages.Answers;

/// <summary>Why something is not running, in sentences for the person who asked.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Reasons">What holds it up, the most important first; never empty.</param>
public sealed record Explanation(long Request, IReadOnlyList<string> Reasons) : RequestAnswer(Request);

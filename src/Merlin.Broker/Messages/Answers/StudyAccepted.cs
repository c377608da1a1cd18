namespace Merlin.Broker.Messages.Answers;

/// <summary>The study is durable and will run.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Study">The study's id on this broker.</param>
public sealed record StudyAccepted(long Request, StudyId Study) : RequestAnswer(Request);

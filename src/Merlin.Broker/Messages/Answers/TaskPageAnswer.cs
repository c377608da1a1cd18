using Merlin.Broker.Status;

namespace Merlin.Broker.Messages.Answers;

/// <summary>Some tasks of an array.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Page">The tasks, and where to go on.</param>
public sealed record TaskPageAnswer(long Request, TaskPage Page) : RequestAnswer(Request);

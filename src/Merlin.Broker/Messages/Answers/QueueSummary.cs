namespace Merlin.Broker.Messages.Answers;

/// <summary>One queue, as one owner sees it.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Waiting">Tasks that wait for others or for a retry's time.</param>
/// <param name="Ready">Tasks that may be leased.</param>
/// <param name="Leased">Tasks in consumers' hands.</param>
/// <param name="Running">Those among the leased ones that run, as far as heartbeats have told.</param>
/// <param name="Consumers">How many of the owner's consumers serve it.</param>
public sealed record QueueSummary(string Queue, long Waiting, long Ready, long Leased, long Running, int Consumers);

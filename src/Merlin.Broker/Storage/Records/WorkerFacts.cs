namespace Merlin.Broker.Storage;

/// <summary>What the records of tasks tell of the consumer that ran them.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Host">Its host; empty when that is not known.</param>
/// <param name="Job">The id in F58 of the Flux job that its instance is, or empty.</param>
/// <param name="Owner">The user to whom its identity belongs; empty while that is nobody.</param>
internal readonly record struct WorkerFacts(string Name, string Host, string Job, string Owner);

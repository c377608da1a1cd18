namespace Merlin.Broker.Messages;

/// <summary>The worker that ran tasks, when an agent reports them.</summary>
/// <param name="Consumer">The worker's identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Host">Its host.</param>
/// <param name="Job">The id in F58 of the Flux job that its instance is, or empty.</param>
public sealed record TaskRunner(ConsumerId Consumer, string Name, string Host, string Job);

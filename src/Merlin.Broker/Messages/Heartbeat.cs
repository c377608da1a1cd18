namespace Merlin.Broker.Messages;

/// <summary>Keeps a consumer's session alive, and says what runs there.</summary>
/// <param name="Running">The tasks that run at this moment.</param>
public sealed record Heartbeat(IReadOnlyList<RunningTask> Running) : ClientMessage;

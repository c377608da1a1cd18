namespace Merlin.Worker.Loop;

/// <summary>One thing that the loop is told.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">The message, plan, task or exception; null where the kind says everything.</param>
internal readonly record struct LoopEvent(LoopEventKind Kind, object? Subject);

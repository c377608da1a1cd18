namespace Merlin.Benchmarks.Scale;

/// <summary>Tells a host that a client's line is closed.</summary>
internal sealed record LineClosed;

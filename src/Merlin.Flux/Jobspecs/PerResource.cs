namespace Merlin.Flux;

/// <summary>Tasks by what the job got instead of by slots.</summary>
/// <param name="Type"><c>node</c> or <c>core</c>.</param>
/// <param name="Count">How many tasks on each.</param>
public sealed record PerResource(string Type, int Count = 1);

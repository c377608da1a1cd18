namespace Merlin.Flux;

/// <summary>What a job waits for (RFC 26).</summary>
/// <param name="Scheme">Such as <c>afterok</c>.</param>
/// <param name="Value">What the scheme is about, such as a job's id.</param>
public sealed record JobDependency(string Scheme, string Value);

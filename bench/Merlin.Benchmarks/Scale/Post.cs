namespace Merlin.Benchmarks.Scale;

/// <summary>A message that has arrived, or will have.</summary>
/// <param name="From">Whoever sent it.</param>
/// <param name="Message">What it says.</param>
internal readonly record struct Post(Actor From, object Message);

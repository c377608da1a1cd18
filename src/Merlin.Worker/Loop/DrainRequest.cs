namespace Merlin.Worker.Loop;

/// <summary>Asks the worker to come to an end.</summary>
/// <param name="Reason">Why, in words for a log.</param>
/// <param name="Grace">How long what runs may go on; null for as long as the worker has time.</param>
internal sealed record DrainRequest(string Reason, TimeSpan? Grace);

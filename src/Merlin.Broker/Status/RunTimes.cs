namespace Merlin.Broker.Status;

/// <summary>Statistics of how long the tasks of an array ran: over the last attempts of ended tasks that ran.</summary>
/// <param name="Count">How many tasks the statistics cover.</param>
/// <param name="MeanSeconds">Mean run time in seconds; 0 without tasks.</param>
/// <param name="DeviationSeconds">Population standard deviation in seconds; 0 without tasks.</param>
public readonly record struct RunTimes(long Count, double MeanSeconds, double DeviationSeconds);

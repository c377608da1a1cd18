namespace Merlin.Cli.Allocations.Scaling;

/// <summary>What is to be done after a look.</summary>
/// <param name="Submit">How many allocations are asked for now.</param>
/// <param name="IsOver">Whether nothing is left to do at all.</param>
/// <param name="Reason">Why, for the log.</param>
internal sealed record ScalingStep(int Submit, bool IsOver, string Reason);

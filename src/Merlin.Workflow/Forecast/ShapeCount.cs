using Merlin.Workflow.Plan;

namespace Merlin.Workflow.Forecast;

/// <summary>How many tasks of a step hold the same while they run.</summary>
/// <param name="Resources">What each holds.</param>
/// <param name="Tasks">How many they are.</param>
public readonly record struct ShapeCount(PlanResources Resources, long Tasks);

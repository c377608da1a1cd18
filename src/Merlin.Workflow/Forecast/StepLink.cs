namespace Merlin.Workflow.Forecast;

/// <summary>A step that another waits for.</summary>
/// <param name="Step">Its place in <see cref="StudyForecast.Steps"/>.</param>
/// <param name="Kind">What of it each task waits for.</param>
public readonly record struct StepLink(int Step, StepLinkKind Kind);

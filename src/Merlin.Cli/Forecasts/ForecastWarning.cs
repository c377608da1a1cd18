namespace Merlin.Cli.Forecasts;

/// <summary>Something that a user should know before the study is run.</summary>
/// <param name="Kind">A word for programs.</param>
/// <param name="Step">The step that it is about, or null for the study.</param>
/// <param name="Text">A sentence that says what to do.</param>
internal sealed record ForecastWarning(string Kind, string? Step, string Text);

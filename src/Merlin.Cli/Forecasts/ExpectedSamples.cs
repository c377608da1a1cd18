using Merlin.Workflow.Samples;

namespace Merlin.Cli.Forecasts;

/// <summary>The samples of a study that is not run yet: their file may not be there.</summary>
/// <param name="Source">Their number and layout.</param>
/// <param name="IsRead">Whether that is what their file holds, so that they can be read.</param>
/// <param name="IsMissing">Whether the file is not there, and nobody has said how many samples it will hold.</param>
internal sealed record ExpectedSamples(SampleSource Source, bool IsRead, bool IsMissing);

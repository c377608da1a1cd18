using Merlin.Workflow.Samples;

namespace Merlin.Cli.Forecasts;

/// <summary>The samples of a study that is only expected: their file may not be there yet.</summary>
/// <param name="Source">Their number and layout.</param>
/// <param name="Table">Their file, or null where it is not there or not what is expected.</param>
/// <param name="IsMissing">Whether the file is not there, and nobody has said how many samples it will hold.</param>
internal sealed record ExpectedSamples(SampleSource Source, SampleTable? Table, bool IsMissing) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Table?.Dispose();
}

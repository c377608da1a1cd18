using Merlin.Cli.Invocation;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Forecasts;

/// <summary>Looks for the samples of a study without making them.</summary>
internal static class SampleLook
{
    /// <summary>The samples that a study would have.</summary>
    /// <param name="samples">The spec's <c>merlin.samples</c>.</param>
    /// <param name="count">how many to expect, or null for those in the file.</param>
    /// <exception cref="SampleFileException">The file cannot be read.</exception>
    /// <exception cref="UserErrorException">It is a named pipe.</exception>
    public static ExpectedSamples Of(SamplesSpec samples, long? count)
    {
        string file = Path.GetFullPath(samples.File);
        if (count is { } rows)
        {
            return new ExpectedSamples(Imagined(samples, file, rows), IsRead: false, IsMissing: false);
        }

        if (!File.Exists(file))
        {
            return new ExpectedSamples(Imagined(samples, file, 0), IsRead: false, IsMissing: true);
        }

        UserPath.RefuseNamedPipe(file, $"merlin.samples.file: {file}");
        return new ExpectedSamples(
            SampleTables.Inspect(file, samples.ColumnLabels, samples.LevelMaxDirs), IsRead: true, IsMissing: false);
    }

    private static SampleSource Imagined(SamplesSpec samples, string file, long rows) => new()
    {
        File = file,
        Labels = samples.ColumnLabels,
        Rows = rows,
        Columns = samples.ColumnLabels.Count,
        LevelMaxDirs = samples.LevelMaxDirs,
        FileSize = 0,
        FileTicks = 0,
    };
}

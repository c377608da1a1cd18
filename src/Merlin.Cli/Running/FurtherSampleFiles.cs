using System.Globalization;
using Merlin.Workflow.Samples;

namespace Merlin.Cli.Running;

/// <summary>
/// The copies, in <c>merlin_info</c>, of the files whose rows were added to a running study's samples: <c>more_samples/1.npy</c>,
/// <c>2.npy</c> and so on, in the order in which they follow.
/// </summary>
internal static class FurtherSampleFiles
{
    private const string DirectoryName = "more_samples";

    /// <summary>The samples of a study together with all that were added to it.</summary>
    /// <param name="samples">What it was submitted with.</param>
    /// <param name="infoDirectory">The workspace's <c>merlin_info</c>.</param>
    /// <exception cref="SampleFileException">A copy cannot be read.</exception>
    public static SampleSource Join(SampleSource samples, string infoDirectory)
    {
        var further = new List<FurtherSamples>();
        while (Find(infoDirectory, further.Count + 1) is { } file)
        {
            SampleSource source = SampleTables.Inspect(file, samples.Labels, samples.LevelMaxDirs);
            further.Add(new FurtherSamples(file, source.Rows, source.FileSize, source.FileTicks));
        }

        return samples with { Further = further };
    }

    /// <summary>Copies a file in as the next of a study; a copy that an interrupted command left is replaced.</summary>
    /// <param name="samples">The samples so far.</param>
    /// <param name="file">Absolute path of the file.</param>
    /// <param name="infoDirectory">The workspace's <c>merlin_info</c>.</param>
    /// <returns>The samples with the file's rows.</returns>
    public static SampleSource Add(SampleSource samples, string file, string infoDirectory)
    {
        int number = samples.Further.Count + 1;
        Remove(infoDirectory, number);
        string copy = Path.Combine(
            Directory.CreateDirectory(Path.Combine(infoDirectory, DirectoryName)).FullName,
            number.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(file));
        File.Copy(file, copy);
        SampleSource source = SampleTables.Inspect(copy, samples.Labels, samples.LevelMaxDirs);
        return samples with
        {
            Further = [.. samples.Further, new FurtherSamples(copy, source.Rows, source.FileSize, source.FileTicks)],
        };
    }

    /// <summary>Removes a copy that the broker did not take.</summary>
    /// <param name="infoDirectory">The workspace's <c>merlin_info</c>.</param>
    /// <param name="number">The copy's number, from 1.</param>
    public static void Remove(string infoDirectory, int number)
    {
        while (Find(infoDirectory, number) is { } left)
        {
            File.Delete(left);
        }
    }

    private static string? Find(string infoDirectory, int number)
    {
        string directory = Path.Combine(infoDirectory, DirectoryName);
        return Directory.Exists(directory)
            ? Directory.EnumerateFiles(directory, string.Create(CultureInfo.InvariantCulture, $"{number}.*")).FirstOrDefault()
            : null;
    }
}

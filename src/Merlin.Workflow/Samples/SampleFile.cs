namespace Merlin.Workflow.Samples;

/// <summary>Looks at samples files, and words what goes wrong with them.</summary>
internal static class SampleFile
{
    /// <summary>The size and time of a file; behind a link, those of what it leads to.</summary>
    /// <exception cref="SampleFileException">There is no such file.</exception>
    public static FileInfo Stat(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists)
            {
                throw new SampleFileException(
                    file, Directory.Exists(file) ? "this is a directory, not a samples file." : "there is no such samples file.");
            }

            return info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
        }
        catch (Exception defect) when (defect is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, defect);
        }
    }

    /// <summary>The operating system refused to read.</summary>
    public static SampleFileException Unreadable(string file, Exception defect) => new(
        file,
        defect is UnauthorizedAccessException
            ? "the samples file may not be read; check its permissions and those of its directories."
            : "the samples file cannot be read; check that its file system is there and well.",
        defect);

    /// <summary>The file is not the one that the study was planned with.</summary>
    public static SampleFileException Changed(string file) => new(
        file,
        "the samples file has changed since the study was planned; put the original back, or run the spec as a new study.");

    /// <summary>The file ended before the place that it had when it was opened.</summary>
    public static SampleFileException Shortened(string file) =>
        new(file, "the samples file became shorter while it was in use.");
}

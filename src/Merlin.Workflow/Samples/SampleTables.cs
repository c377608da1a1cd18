using Merlin.Workflow.Samples.Npy;
using Merlin.Workflow.Samples.Text;

namespace Merlin.Workflow.Samples;

/// <summary>Opens samples files by their kind: <c>.npy</c>, <c>.csv</c> and <c>.tab</c>.</summary>
public static class SampleTables
{
    /// <summary>Looks at a samples file when a study is planned.</summary>
    /// <param name="file">Absolute path of the file.</param>
    /// <param name="labels">The column labels.</param>
    /// <param name="levelMaxDirs">Entries a directory of the sample hierarchy may have, at least 2.</param>
    /// <returns>The file's shape, size and time, to be checked again whenever it is opened.</returns>
    /// <exception cref="SampleFileException">The file cannot be read or holds no table.</exception>
    public static SampleSource Inspect(string file, IReadOnlyList<string> labels, int levelMaxDirs)
    {
        // Size and time are taken first: a change while the table is being looked at shows at the next opening.
        FileInfo info = SampleFile.Stat(file);
        long size = info.Length;
        long ticks = info.LastWriteTimeUtc.Ticks;
        using SampleTable table = Open(file);
        return new SampleSource
        {
            File = file,
            Labels = labels,
            Rows = table.Rows,
            Columns = table.Columns,
            LevelMaxDirs = levelMaxDirs,
            FileSize = size,
            FileTicks = ticks,
        };
    }

    /// <summary>Opens the samples of a plan.</summary>
    /// <exception cref="SampleFileException">The file cannot be read, or has changed since the plan was made.</exception>
    public static SampleTable Open(SampleSource source)
    {
        SampleTable table = OpenUnchanged(source.File, source.FileSize, source.FileTicks, source.Rows, source.Columns);
        return source.Further.Count == 0 ? table : new JoinedTable(table, source.Further);
    }

    /// <summary>Opens one file that must be what it was.</summary>
    /// <exception cref="SampleFileException">It cannot be read, or has changed.</exception>
    internal static SampleTable OpenUnchanged(string file, long size, long ticks, long rows, int columns)
    {
        FileInfo info = SampleFile.Stat(file);
        if (info.Length != size || info.LastWriteTimeUtc.Ticks != ticks)
        {
            throw SampleFile.Changed(file);
        }

        SampleTable table = Open(file);
        if (table.Rows == rows && table.Columns == columns)
        {
            return table;
        }

        table.Dispose();
        throw SampleFile.Changed(file);
    }

    private static SampleTable Open(string file)
    {
        try
        {
            return Path.GetExtension(file) switch
            {
                ".npy" => NpyTable.Open(file),
                ".csv" => TextTable.Open(file, new FieldSplitter((byte)',')),
                ".tab" => TextTable.Open(file, FieldSplitter.WhiteSpace),
                _ => throw new SampleFileException(
                    file, "the kind of a samples file is told by its name, which must end in .npy, .csv or .tab."),
            };
        }
        catch (Exception defect) when (defect is IOException or UnauthorizedAccessException)
        {
            throw SampleFile.Unreadable(file, defect);
        }
    }
}

namespace Merlin.Workflow.Samples;

/// <summary>Where a study's samples are, and the shape that the file had when the plan was made.</summary>
public sealed record SampleSource
{
    /// <summary>Absolute path of the samples file that the study was submitted with.</summary>
    public required string File { get; init; }

    /// <summary>The column labels, in order; may be fewer than the file's columns.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Number of samples (rows) in that file; it fixes the depth of the directories.</summary>
    public required long Rows { get; init; }

    /// <summary>Number of columns in the file.</summary>
    public required int Columns { get; init; }

    /// <summary>How many entries a directory of the sample hierarchy may have, at least 2.</summary>
    public required int LevelMaxDirs { get; init; }

    /// <summary>The file's size in bytes; a changed file is an error.</summary>
    public required long FileSize { get; init; }

    /// <summary>The file's time of modification, ticks of UTC; a changed file is an error.</summary>
    public required long FileTicks { get; init; }

    /// <summary>The files whose rows were added while the study ran, in the order in which they follow.</summary>
    public IReadOnlyList<FurtherSamples> Further { get; init; } = [];

    /// <summary>Number of samples in all files together.</summary>
    public long Count => Rows + Added;

    private long Added => Further.Sum(static file => file.Rows);

    /// <summary>The directory hierarchy of these samples.</summary>
    public SampleLayout ToLayout() => new(Rows, LevelMaxDirs, Added);
}

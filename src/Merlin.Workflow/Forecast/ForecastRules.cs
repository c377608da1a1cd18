namespace Merlin.Workflow.Forecast;

/// <summary>What a forecast depends on beside the plan.</summary>
public sealed record ForecastRules
{
    /// <summary>Whether workers of a broker run the study: they put the status files of a node together at its end.</summary>
    public bool Distributed { get; init; }

    /// <summary>How many workers run it, each with packs of its own in the packed layout. Default: 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The file system's block in bytes. Default: 4096.</summary>
    public int BlockSize { get; init; } = 4096;

    /// <summary>What a file of some length takes on disk, in bytes.</summary>
    public long OnDisk(long length) => (length + BlockSize - 1) / BlockSize * BlockSize;
}

namespace Merlin.Workflow.Forecast;

/// <summary>Lengths of scripts that were rendered, summed up.</summary>
/// <param name="Scripts">How many tasks' scripts these are.</param>
/// <param name="Bytes">Their length.</param>
/// <param name="DiskBytes">Their length in whole blocks.</param>
internal readonly record struct ScriptSize(long Scripts, long Bytes, long DiskBytes)
{
    public ScriptSize Plus(ScriptSize other) =>
        new(Scripts + other.Scripts, Bytes + other.Bytes, DiskBytes + other.DiskBytes);

    /// <summary>What so many tasks' scripts take that are on the average like these.</summary>
    public ScriptSize For(long tasks) => Scripts == 0
        ? default
        : new(tasks, Share(Bytes, tasks), Share(DiskBytes, tasks));

    private long Share(long sum, long tasks) => (long)((Int128)sum * tasks / Scripts);
}

namespace Merlin.Benchmarks.Capacity.Soaking;

/// <summary>What came of a soak.</summary>
/// <param name="Samples">How things stood, at even intervals.</param>
/// <param name="BytesPerTask">How much the database has grown when the broker has ended, by the number of tasks.</param>
/// <param name="LogBytes">The largest size of the database's log.</param>
/// <param name="TailRows">How many rows were left that are not compacted.</param>
internal sealed record SoakFigures(IReadOnlyList<SoakSample> Samples, double BytesPerTask, long LogBytes, long TailRows)
{
    /// <summary>By how much the memory of the last third of the time is above that of the second one: 1 for not at all.</summary>
    /// <param name="memory">Whose memory.</param>
    public double Growth(Func<SoakSample, long> memory)
    {
        int third = Samples.Count / 3;
        double middle = Samples.Skip(third).Take(third).Average(memory);
        return Samples.Skip(2 * third).Average(memory) / middle;
    }
}

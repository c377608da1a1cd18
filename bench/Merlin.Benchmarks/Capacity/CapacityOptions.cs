namespace Merlin.Benchmarks.Capacity;

/// <summary>What of a broker's capacity is measured.</summary>
internal sealed record CapacityOptions : MeasureOptions
{
    /// <summary>Which parts are measured.</summary>
    public IReadOnlyList<string> Parts { get; private init; } = [.. CapacityCommand.Parts.Keys];

    /// <summary>How many tasks the studies have.</summary>
    public IReadOnlyList<long> Sizes { get; private init; } = [10_000, 1_000_000, 100_000_000];

    /// <inheritdoc/>
    protected override string Usage =>
        $"capacity {SharedUsage} [--parts LIST] [--sizes LIST]; the parts are {string.Join(',', CapacityCommand.Parts.Keys)}";

    /// <inheritdoc/>
    protected override MeasureOptions ForTiny() => this with { Sizes = [2000, 20_000] };

    /// <inheritdoc/>
    protected override MeasureOptions? WithOwn(string name, string value) => name switch
    {
        "--parts" => this with
        {
            Parts = [.. value.Split(',').Select(part => CapacityCommand.Parts.ContainsKey(part) ? part : throw Refusal(name, part))],
        },
        "--sizes" => this with { Sizes = [.. value.Split(',').Select(size => Number(name, size, long.MaxValue))] },
        _ => null,
    };
}

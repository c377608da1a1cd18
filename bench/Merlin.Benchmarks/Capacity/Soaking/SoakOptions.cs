namespace Merlin.Benchmarks.Capacity.Soaking;

/// <summary>How a broker is soaked.</summary>
internal sealed record SoakOptions : MeasureOptions
{
    private const double TinyMinutes = 0.2;

    // A month, which a timer still counts.
    private const double MostMinutes = 30 * 24 * 60;

    /// <summary>How long it takes.</summary>
    public double Minutes { get; private init; } = 20;

    /// <inheritdoc/>
    protected override string Usage => $"soak {SharedUsage} [--minutes M]";

    /// <inheritdoc/>
    protected override MeasureOptions ForTiny() => this with { Minutes = TinyMinutes };

    /// <inheritdoc/>
    protected override MeasureOptions? WithOwn(string name, string value) =>
        name == "--minutes" ? this with { Minutes = Number(name, value, MostMinutes) } : null;
}

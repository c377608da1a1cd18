namespace Merlin.Flux.Testing;

/// <summary>How a test instance of Flux is made.</summary>
public sealed record RealFluxOptions
{
    /// <summary>How many brokers, all on this host.</summary>
    public int Brokers { get; init; } = 1;

    /// <summary>
    /// Arguments of <c>flux R encode</c> for the resources that the instance is to believe in, such as
    /// <c>--cores=0-3 --gpus=0-1</c>; null for what Flux finds. Ranks and invented host names are given in any case.
    /// </summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>More arguments for <c>flux start</c>, such as <c>-Slog-stderr-level=7</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that the brokers and their jobs find; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>(StringComparer.Ordinal);
}

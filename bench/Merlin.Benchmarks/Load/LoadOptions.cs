using System.Text.RegularExpressions;

namespace Merlin.Benchmarks.Load;

/// <summary>What of brokers and Redis is measured.</summary>
internal sealed record LoadOptions : MeasureOptions
{
    private const int FewTimes = 3;
    private const long FewTasks = 2000;

    /// <summary>How often each contender comes to its turn.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>How many workers, producers and consumers there are.</summary>
    public int Connections { get; private init; } = 64;

    /// <inheritdoc/>
    protected override string Usage => $"load {SharedUsage} [--rounds K] [--connections N] [--only PATTERN]";

    /// <summary>Only what has this in its name is measured; null for everything.</summary>
    private Regex? Only { get; init; }

    /// <summary>A number of tasks, or what a tiny run does instead.</summary>
    public long Scaled(long tasks) => Tiny ? Math.Min(tasks, FewTasks) : tasks;

    /// <summary>How often something is repeated, or how often in a tiny run.</summary>
    public int Repeated(int times) => Scaled(times, FewTimes);

    /// <summary>Whether something of this name is measured.</summary>
    public bool Includes(string name) => Only?.IsMatch(name) != false;

    /// <inheritdoc/>
    protected override MeasureOptions ForTiny() => this with { Rounds = 1, Connections = 4 };

    /// <inheritdoc/>
    protected override MeasureOptions? WithOwn(string name, string value) => name switch
    {
        "--rounds" => this with { Rounds = Number(name, value, int.MaxValue) },
        "--only" => this with { Only = Pattern(name, value) },
        "--connections" => this with { Connections = Number(name, value, int.MaxValue) },
        _ => null,
    };

    private Regex Pattern(string name, string value)
    {
        try
        {
            return new Regex(value, RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Refusal(name, value);
        }
    }
}

using System.Globalization;

namespace Merlin.Benchmarks.Scale;

/// <summary>What is simulated.</summary>
internal sealed record ScaleOptions
{
    /// <summary>Nodes; each is one leaf.</summary>
    public int Nodes { get; private init; } = 100;

    /// <summary>Cores of a node, and slots of its leaf.</summary>
    public int Cores { get; private init; } = 100;

    /// <summary>Samples; each runs through three steps.</summary>
    public long Samples { get; private init; } = 1_000_000;

    /// <summary>Leaves of an agent; 0 for leaves that talk to the broker themselves.</summary>
    public int LeavesPerAgent { get; private init; } = 64;

    /// <summary>The spread of durations: the standard deviation of their logarithm. Their mean is a second.</summary>
    public double Sigma { get; private init; } = 0.5;

    /// <summary>Which share of attempts asks for another one.</summary>
    public double Retries { get; private init; } = 0.01;

    /// <summary>Which share of the nodes dies, each at a moment of its own.</summary>
    public double Losses { get; private init; } = 0.001;

    /// <summary>Where chance begins.</summary>
    public int Seed { get; private init; } = 1;

    /// <summary>Whether the run ends half way, to weigh what broker and agents hold then.</summary>
    public bool Weigh { get; private init; }

    /// <summary>Whether the best that can be done without foresight is simulated instead of Merlin.</summary>
    public bool Greedy { get; private init; }

    /// <summary>Reads a command line of names and numbers; null when it is not one.</summary>
    public static ScaleOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new ScaleOptions();
        while (args.Length > 0)
        {
            if (args[0] is "--weigh" or "--greedy")
            {
                options = options with { Weigh = options.Weigh || args[0] == "--weigh", Greedy = options.Greedy || args[0] == "--greedy" };
                args = args[1..];
                continue;
            }

            if (args.Length < 2 || !double.TryParse(args[1], CultureInfo.InvariantCulture, out double value) || options.With(args[0], value) is not { } next)
            {
                return null;
            }

            options = next;
            args = args[2..];
        }

        return options;
    }

    private ScaleOptions? With(string name, double value) => name switch
    {
        "--nodes" => this with { Nodes = (int)value },
        "--cores" => this with { Cores = (int)value },
        "--samples" => this with { Samples = (long)value },
        "--leaves-per-agent" => this with { LeavesPerAgent = (int)value },
        "--sigma" => this with { Sigma = value },
        "--retries" => this with { Retries = value },
        "--losses" => this with { Losses = value },
        "--seed" => this with { Seed = (int)value },
        _ => null,
    };
}

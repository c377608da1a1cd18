using System.Globalization;

namespace Merlin.Benchmarks.Capacity;

/// <summary>What is measured, and where the figures go.</summary>
internal sealed record CapacityOptions
{
    public const string Usage = "--work DIRECTORY --merlin PROGRAM --out FILE --machine JSON --commit HASH [--tiny] [--parts LIST] [--sizes LIST] [--minutes M]";

    private const double TinyMinutes = 0.2;

    /// <summary>Where brokers put their files.</summary>
    public string Work { get; private init; } = "";

    /// <summary>The program that is measured.</summary>
    public string Merlin { get; private init; } = "";

    /// <summary>Takes the records.</summary>
    public string Out { get; private init; } = "";

    /// <summary>The machine, as JSON.</summary>
    public string Machine { get; private init; } = "{}";

    /// <summary>The commit that is measured.</summary>
    public string Commit { get; private init; } = "unknown";

    /// <summary>Whether only to show that everything works.</summary>
    public bool Tiny { get; private init; }

    /// <summary>Which parts are measured.</summary>
    public IReadOnlyList<string> Parts { get; private init; } = ["first", "in-order", "at-random", "one-by-one", "workers"];

    /// <summary>How many tasks the studies have.</summary>
    public IReadOnlyList<long> Sizes { get; private init; } = [10_000, 1_000_000, 100_000_000];

    /// <summary>How long a soak takes.</summary>
    public double Minutes { get; private init; } = 20;

    /// <exception cref="FormatException">An option is unknown or has no valid value.</exception>
    public static CapacityOptions Parse(string[] args)
    {
        var options = new CapacityOptions();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] == "--tiny"
                ? options with { Tiny = true, Sizes = [2000, 20_000], Minutes = TinyMinutes }
                : options.With(args[i], ++i < args.Length ? args[i] : throw new FormatException(Usage));
        }

        return options.Work.Length > 0 && options.Merlin.Length > 0 && options.Out.Length > 0 ? options : throw new FormatException(Usage);
    }

    /// <summary>A number of something, or of a few in a tiny run.</summary>
    public int Scaled(int number, int few) => Tiny ? Math.Min(number, few) : number;

    private CapacityOptions With(string name, string value) => name switch
    {
        "--work" => this with { Work = value },
        "--merlin" => this with { Merlin = value },
        "--out" => this with { Out = value },
        "--machine" => this with { Machine = value },
        "--commit" => this with { Commit = value },
        "--parts" => this with { Parts = value.Split(',') },
        "--sizes" => this with { Sizes = [.. value.Split(',').Select(size => long.Parse(size, CultureInfo.InvariantCulture))] },
        "--minutes" => this with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
        _ => throw new FormatException(Usage),
    };
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Merlin.Benchmarks.Load;

/// <summary>What is measured, and where the figures go.</summary>
internal sealed record LoadOptions
{
    private const int FewTimes = 3;

    public const string Usage = "load --work DIRECTORY --merlin PROGRAM --out FILE --machine JSON --commit HASH [--tiny] [--rounds K] [--connections N] [--only PATTERN]";

    /// <summary>Where servers put their files.</summary>
    public string Work { get; private init; } = "";

    /// <summary>The program whose daemon, worker and commands are measured.</summary>
    public string Merlin { get; private init; } = "";

    /// <summary>Takes the records.</summary>
    public string Out { get; private init; } = "";

    /// <summary>The machine, as JSON.</summary>
    public string Machine { get; private init; } = "{}";

    /// <summary>The commit that is measured.</summary>
    public string Commit { get; private init; } = "unknown";

    /// <summary>Whether only to show that everything works.</summary>
    public bool Tiny { get; private init; }

    /// <summary>How often each contender comes to its turn.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>How many workers, producers and consumers there are.</summary>
    public int Connections { get; private init; } = 64;

    /// <summary>A pattern: only what has it in its name is measured.</summary>
    private string Only { get; init; } = "";

    /// <exception cref="FormatException">An option is unknown or has no valid value.</exception>
    public static LoadOptions Parse(string[] args)
    {
        var options = new LoadOptions();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] == "--tiny"
                ? options with { Tiny = true, Rounds = 1, Connections = 4 }
                : options.With(args[i], ++i < args.Length ? args[i] : throw new FormatException(Usage));
        }

        return options.Work.Length > 0 && options.Merlin.Length > 0 && options.Out.Length > 0 ? options : throw new FormatException(Usage);
    }

    /// <summary>A number of tasks, or what a tiny run does instead.</summary>
    public long Scaled(long tasks) => Tiny ? Math.Min(tasks, 2000) : tasks;

    /// <summary>How often something is repeated, or how often in a tiny run.</summary>
    public int Repeated(int times) => Tiny ? Math.Min(times, FewTimes) : times;

    /// <summary>Whether something of this name is measured.</summary>
    public bool Includes(string name) => Regex.IsMatch(name, Only, RegexOptions.NonBacktracking);

    private LoadOptions With(string name, string value) => name switch
    {
        "--work" => this with { Work = value },
        "--merlin" => this with { Merlin = value },
        "--out" => this with { Out = value },
        "--machine" => this with { Machine = value },
        "--commit" => this with { Commit = value },
        "--rounds" => this with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
        "--only" => this with { Only = value },
        "--connections" => this with { Connections = int.Parse(value, CultureInfo.InvariantCulture) },
        _ => throw new FormatException(Usage),
    };
}

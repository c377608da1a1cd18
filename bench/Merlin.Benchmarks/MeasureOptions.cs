using System.Globalization;
using System.Numerics;

namespace Merlin.Benchmarks;

/// <summary>What every measurement of the real program is told: where it works, what it measures, and where the figures go.</summary>
internal abstract record MeasureOptions
{
    /// <summary>The options that all measurements have, for <see cref="Usage"/>.</summary>
    protected const string SharedUsage = "--work DIRECTORY --merlin PROGRAM --out FILE --machine JSON --commit HASH [--tiny]";

    /// <summary>Where brokers and workers put their files.</summary>
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

    /// <summary>How the command is to be called.</summary>
    protected abstract string Usage { get; }

    /// <summary>Reads a command line and measures, or says what is wrong with it.</summary>
    /// <typeparam name="T">The options of the measurement.</typeparam>
    /// <param name="options">What counts where the command line is silent.</param>
    /// <param name="args">The command line.</param>
    /// <param name="measure">Measures.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync<T>(T options, string[] args, Func<T, Task> measure)
        where T : MeasureOptions
    {
        T told;
        try
        {
            told = (T)options.Parse(args);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

        await measure(told);
        return 0;
    }

    /// <summary>A number of something, or of a few in a tiny run.</summary>
    public int Scaled(int number, int few) => Tiny ? Math.Min(number, few) : number;

    /// <summary>Runs something in a directory that is not there yet, and removes what it has left there.</summary>
    public async Task<T> InDirectoryAsync<T>(Func<string, Task<T>> run)
    {
        string directory = Path.Combine(Work, "site");
        try
        {
            return await run(directory);
        }
        finally
        {
            // What fails at once may not have made it.
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    /// <summary>The same for a run that only shows that everything works.</summary>
    protected abstract MeasureOptions ForTiny();

    /// <summary>The same with an option of this measurement's own; null when it has none of that name.</summary>
    /// <exception cref="FormatException">That is no value of the option.</exception>
    protected abstract MeasureOptions? WithOwn(string name, string value);

    /// <summary>Reads a number above 0.</summary>
    /// <exception cref="FormatException">It is none, or larger than <paramref name="most"/>.</exception>
    protected T Number<T>(string name, string value, T most)
        where T : INumber<T> =>
        T.TryParse(value, CultureInfo.InvariantCulture, out T? number) && number > T.Zero && number <= most
            ? number
            : throw Refusal(name, value);

    /// <summary>Says that an option has a value that it cannot have.</summary>
    protected FormatException Refusal(string name, string value) => new($"'{value}' is no value of {name}.\n{Usage}");

    private MeasureOptions Parse(string[] args)
    {
        MeasureOptions options = this;
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] == "--tiny"
                ? options.ForTiny() with { Tiny = true }
                : options.With(args[i], ++i < args.Length ? args[i] : throw new FormatException(Usage));
        }

        return options.Work.Length > 0 && options.Merlin.Length > 0 && options.Out.Length > 0 ? options : throw new FormatException(Usage);
    }

    private MeasureOptions With(string name, string value) => name switch
    {
        "--work" => this with { Work = value },
        "--merlin" => this with { Merlin = value },
        "--out" => this with { Out = value },
        "--machine" => this with { Machine = value },
        "--commit" => this with { Commit = value },
        _ => WithOwn(name, value) ?? throw new FormatException(Usage),
    };
}

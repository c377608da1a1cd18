using System.Text.Json;

namespace Merlin.Benchmarks.Overhead;

/// <summary>One run of a comparison of whole systems, as its file tells it.</summary>
internal sealed record OverheadRun
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>What all of them did: <c>nothing</c> or <c>sleep</c>.</summary>
    public required string Workload { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The commit that was measured.</summary>
    public required string Commit { get; init; }

    /// <summary>Where it was measured.</summary>
    public required OverheadMachine Machine { get; init; }

    /// <summary>How many tasks ran at a time.</summary>
    public required int Slots { get; init; }

    /// <summary>How many seconds of each task are its own work.</summary>
    public required double Payload { get; init; }

    /// <summary>How often each came to its turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>What was measured.</summary>
    public required IReadOnlyList<Contender> Contenders { get; init; }

    /// <summary>What was not, and why.</summary>
    public required IReadOnlyList<Absence> Absent { get; init; }

    /// <summary>Reads the file of a run.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static OverheadRun Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<OverheadRun>(File.ReadAllText(path), Json)
                ?? throw new FormatException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path} is no record of a run: {e.Message}", e);
        }
    }

    /// <summary>Finds a contender on a kind of file system.</summary>
    public Contender? Find(string name, string place = Contender.Memory) =>
        Contenders.FirstOrDefault(contender => contender.Name == name && contender.Place == place);

    /// <summary>Milliseconds of a slot that a task cost beyond its own work, in each round.</summary>
    public IEnumerable<double> OverheadsOf(Contender contender)
    {
        const double Millis = 1000;
        return contender.Times.Select(time => Millis * ((time.Seconds * Slots / contender.Tasks) - Payload));
    }

    /// <summary>The median over the rounds of <see cref="OverheadsOf"/>.</summary>
    public double OverheadOf(Contender contender) => Medians.Of(OverheadsOf(contender));

    /// <summary>The median over the rounds of what one cost by what another cost in the same round.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    /// <returns>The ratio; null when they have no round in common.</returns>
    public double? Ratio(Contender one, Contender other)
    {
        Dictionary<int, double> others = other.Times.Zip(OverheadsOf(other)).ToDictionary(pair => pair.First.Round, pair => pair.Second);
        double[] ratios = [.. one.Times.Zip(OverheadsOf(one))
            .Where(pair => others.ContainsKey(pair.First.Round))
            .Select(pair => pair.Second / others[pair.First.Round])];
        return ratios.Length == 0 ? null : Medians.Of(ratios);
    }
}

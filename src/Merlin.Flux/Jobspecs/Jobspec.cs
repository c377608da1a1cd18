using System.Text;
using System.Text.Json.Nodes;

namespace Merlin.Flux;

/// <summary>What a job runs, and on what (RFC 14, version 1 of RFC 25). Immutable.</summary>
public sealed record Jobspec
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What it runs on.</summary>
    public required JobResources Resources { get; init; }

    /// <summary>How many tasks; one per slot by default.</summary>
    public JobTaskCount Tasks { get; init; } = JobTaskCount.PerSlot(1);

    /// <summary>How long the job may run; null for as long as its instance lives.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The directory in which the tasks start; null for that of the job's shell.</summary>
    public string? Directory { get; init; }

    /// <summary>All variables that the tasks find, beside those of Flux.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The name that lists of jobs show; the program's by default.</summary>
    public string? Name { get; init; }

    /// <summary>The queue; null for the instance's default.</summary>
    public string? Queue { get; init; }

    /// <summary>The bank; null for the user's default.</summary>
    public string? Bank { get; init; }

    /// <summary>On which nodes; null for any.</summary>
    public JobConstraint? Constraint { get; init; }

    /// <summary>What the job waits for.</summary>
    public IReadOnlyList<JobDependency> Dependencies { get; init; } = [];

    /// <summary>How the tasks are started.</summary>
    public ShellOptions Shell { get; init; } = new();

    /// <summary>More system attributes by name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> SystemAttributes { get; init; } =
        new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Attributes that Flux keeps for the user, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> UserAttributes { get; init; } =
        new Dictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>
    /// A job that is an instance of its own: it owns the job's resources, has a broker on each node, and lives as long as
    /// its program.
    /// </summary>
    /// <param name="resources">What it owns.</param>
    /// <param name="program">The program that its first broker starts, with <c>FLUX_URI</c> set.</param>
    /// <param name="brokerOptions">Options of <c>flux broker</c>, such as <c>-Slog-stderr-level=3</c>.</param>
    /// <param name="flux">The <c>flux</c> command, looked for on the <c>PATH</c> of the job's environment.</param>
    public static Jobspec NestedInstance(
        JobResources resources,
        IReadOnlyList<string> program,
        IReadOnlyList<string>? brokerOptions = null,
        string flux = "flux") => new()
        {
            Command = [flux, "broker", .. brokerOptions ?? [], .. program],
            Resources = resources,
            Name = Path.GetFileName(program[0]),
            Shell = new ShellOptions
            {
                PerResource = new PerResource("node"),
                Mpi = "none",
                ExitTimeout = Timeout.InfiniteTimeSpan,
            },
        };

    /// <summary>The jobspec as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> ToJson() => JobspecWriter.Write(this);

    /// <summary>The jobspec as JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToJson().Span);
}

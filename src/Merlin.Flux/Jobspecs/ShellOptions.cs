using System.Text.Json.Nodes;

namespace Merlin.Flux;

/// <summary>How a job's shell starts its tasks; what is null is left to Flux.</summary>
public sealed record ShellOptions
{
    /// <summary>The file for the tasks' standard output, and for their standard error when that has none.</summary>
    /// <remarks><c>{{id}}</c> and other tags of Flux are replaced. Without a file, output goes through the instance's store.</remarks>
    public string? OutputFile { get; init; }

    /// <summary>The file for the tasks' standard error.</summary>
    public string? ErrorFile { get; init; }

    /// <summary>The file for the tasks' standard input.</summary>
    public string? InputFile { get; init; }

    /// <summary>How tasks are bound to cores: <c>off</c>, <c>on</c>, <c>per-task</c>, or a map.</summary>
    public string? CpuAffinity { get; init; }

    /// <summary>How tasks are bound to gpus: <c>off</c>, <c>on</c>, <c>per-task</c>, or a map.</summary>
    public string? GpuAffinity { get; init; }

    /// <summary>
    /// How long after the first task the others may go on before the job is ended; <see cref="Timeout.InfiniteTimeSpan"/>
    /// for as long as they like. Flux's default is 30 s.
    /// </summary>
    public TimeSpan? ExitTimeout { get; init; }

    /// <summary>Whether the first task that fails ends the job.</summary>
    public bool? ExitOnError { get; init; }

    /// <summary>The MPI for which tasks are prepared; <c>none</c> for tasks without MPI.</summary>
    public string? Mpi { get; init; }

    /// <summary>Tasks by what the job got; null for tasks by slots.</summary>
    public PerResource? PerResource { get; init; }

    /// <summary>More options by name.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Other { get; init; } =
        new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
}

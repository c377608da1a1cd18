using System.Collections;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Server.Running;
using Merlin.Cli.Workers;
using Merlin.Cli.Workers.Launching;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Allocations;

/// <summary>Makes the request for an allocation in which <c>merlin run-workers</c> starts the workers of a spec.</summary>
internal static class WorkerAllocation
{
    private const string PathVariable = "PATH";

    /// <summary>Makes the request.</summary>
    /// <param name="wish">What the user wants.</param>
    /// <param name="options">What run-workers is asked for, there as here.</param>
    /// <param name="spec">The spec, whose batch block says what the wish leaves open.</param>
    /// <param name="broker">What names the broker to the workers.</param>
    /// <exception cref="UserErrorException">The batch block does not fit.</exception>
    public static AllocationRequest Make(AllocationWish wish, RunWorkersOptions options, StudySpec spec, string broker)
    {
        string logs = Path.GetFullPath(RunWorkers.LogDirectory);
        Directory.CreateDirectory(logs);
        return new AllocationRequest
        {
            Nodes = wish.Nodes,
            Time = wish.Time ?? TimeOf(spec.Batch),
            Queue = wish.Queue ?? spec.Batch.Queue,
            Bank = wish.Bank ?? spec.Batch.Bank,
            Name = NameOf(spec),
            Command = [.. ProgramCommand.Words, .. Arguments(options)],
            Environment = Variables(broker),
            Directory = Environment.CurrentDirectory,
            LogDirectory = logs,
        };
    }

    private static IEnumerable<string> Arguments(RunWorkersOptions options)
    {
        yield return "run-workers";
        yield return options.Specification;
        if (options.WorkerArguments is { } arguments)
        {
            yield return $"--worker-args={arguments}";
        }

        if (options.DisableLogs)
        {
            yield return "--disable-logs";
        }

        if (options.Persist)
        {
            yield return "--persist";
        }

        if (options.NoTree)
        {
            yield return "--no-tree";
        }

        foreach (string step in options.Steps ?? [])
        {
            yield return $"--steps={step}";
        }

        foreach (string variable in options.Variables)
        {
            yield return $"--vars={variable}";
        }
    }

    // The name goes into file names and batch systems' tables.
    private static string NameOf(StudySpec spec) => "merlin-" + string.Concat(
        spec.Name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));

    private static TimeSpan? TimeOf(BatchSpec batch)
    {
        if (batch.Walltime is not { } walltime)
        {
            return null;
        }

        return Walltime.TryParse(walltime, out long seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new UserErrorException(
                $"batch.walltime '{walltime}' is no duration; write seconds, mm:ss, hh:mm:ss or d:hh:mm:ss, or give --time.");
    }

    private static Dictionary<string, string> Variables(string broker)
    {
        Dictionary<string, string> variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            static entry => (string)entry.Key, static entry => (string?)entry.Value ?? string.Empty, StringComparer.Ordinal);
        variables[BrokerLookup.VariableName] = broker;
        variables[PathVariable] = variables.TryGetValue(PathVariable, out string? path) && path.Length > 0
            ? $"{ProgramDirectory.Path}:{path}"
            : ProgramDirectory.Path;
        return variables;
    }
}

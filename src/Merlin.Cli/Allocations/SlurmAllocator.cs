using System.Globalization;
using Merlin.Cli.Display;
using Merlin.Cli.Running;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Allocations;

/// <summary>Allocations from Slurm, with a Flux instance started over all their nodes.</summary>
internal sealed class SlurmAllocator : IAllocator
{
    private const string FluxPrefixVariable = "MERLIN_FLUX_PREFIX";

    /// <inheritdoc/>
    public string Name => "Slurm";

    /// <inheritdoc/>
    public Task<SubmittedAllocation> SubmitAsync(AllocationRequest request, CancellationToken stop)
    {
        string log = Path.Combine(request.LogDirectory, $"{request.Name}.%j.log");
        string output = Run("sbatch", Arguments(request, log), request.Directory, request.Environment, stop);

        // --parsable prints "ID" or "ID;CLUSTER".
        string id = output.Trim().Split(';', 2)[0];
        return id.Length > 0 && id.All(char.IsAsciiDigit)
            ? Task.FromResult(new SubmittedAllocation(
                Name, new AllocationId(id), log.Replace("%j", id, StringComparison.Ordinal)))
            : throw new AllocationRefusedException($"sbatch printed no job id, but '{output.Trim()}'.");
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AllocationStanding>> StatesAsync(
        IReadOnlyList<AllocationId> allocations, CancellationToken stop)
    {
        if (allocations.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<AllocationStanding>>([]);
        }

        // All of the user's: squeue fails when it is asked for jobs that it has forgotten. It remembers them for some minutes.
        string output = Run(
            "squeue", ["--me", "--states=all", "--noheader", "--format=%i %T %M"], Environment.CurrentDirectory, environment: null, stop);
        Dictionary<string, AllocationStanding> known = output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(static words => words.Length == 3)
            .ToDictionary(static words => words[0], static words => StandingOf(words[1], words[2]), StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<AllocationStanding>>(
            [.. allocations.Select(allocation => known.GetValueOrDefault(allocation.Text, new AllocationStanding(AllocationState.Ended)))]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static AllocationStanding StandingOf(string state, string used)
    {
        switch (state)
        {
            case "PENDING" or "CONFIGURING" or "REQUEUED":
                return new AllocationStanding(AllocationState.Waiting);
            case "CANCELLED" when LifeOf(used) == TimeSpan.Zero:
                return new AllocationStanding(AllocationState.Withdrawn);
            case "BOOT_FAIL" or "CANCELLED" or "COMPLETED" or "DEADLINE" or "FAILED" or "NODE_FAIL" or "OUT_OF_MEMORY" or "PREEMPTED"
                or "REVOKED" or "TIMEOUT":
                return new AllocationStanding(AllocationState.Ended, LifeOf(used));
            default:
                return new AllocationStanding(AllocationState.Running);
        }
    }

    // Slurm writes [days-][hours:]minutes:seconds.
    private static TimeSpan? LifeOf(string used) =>
        Walltime.TryParse(used.Replace('-', ':'), out long seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static List<string> Arguments(AllocationRequest request, string log)
    {
        List<string> arguments =
        [
            "--parsable",
            $"--job-name={request.Name}",
            $"--nodes={Text(request.Nodes)}",
            $"--ntasks={Text(request.Nodes)}",
            "--ntasks-per-node=1",
            "--exclusive",
            $"--chdir={request.Directory}",
            $"--output={log}",
        ];
        if (request.Time is { } time)
        {
            // Slurm counts in minutes; a started one is a whole one.
            arguments.Add($"--time={Text((int)Math.Ceiling(time.TotalMinutes))}");
        }

        if (request.Queue is { } queue)
        {
            arguments.Add($"--partition={queue}");
        }

        if (request.Bank is { } bank)
        {
            arguments.Add($"--account={bank}");
        }

        // The environment of sbatch itself: the values of a list here could have no commas.
        arguments.Add("--export=ALL");
        arguments.Add($"--wrap={Script(request)}");
        return arguments;
    }

    private static string Script(AllocationRequest request)
    {
        string flux = request.Environment.GetValueOrDefault(FluxPrefixVariable) is { Length: > 0 } prefix ? Path.Combine(prefix, "bin", "flux") : "flux";
        IEnumerable<string> words =
            ["exec", "srun", $"--nodes={Text(request.Nodes)}", $"--ntasks={Text(request.Nodes)}", flux, "start", .. request.Command];
        return string.Join(' ', words.Select(ShellWord.Quote));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Run(
        string program,
        IReadOnlyList<string> arguments,
        string directory,
        IReadOnlyDictionary<string, string>? environment,
        CancellationToken stop)
    {
        (int exit, string output, string error) = ShellCommand.Capture(program, arguments, directory, stop, input: [], environment);
        return exit == 0 ? output : throw new AllocationRefusedException($"{program} ended with {exit}: {error.Trim()}");
    }
}

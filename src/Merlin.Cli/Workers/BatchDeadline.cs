using System.Globalization;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Workers;

/// <summary>When the batch system, or the user's word, ends this process.</summary>
/// <param name="terminal">Gives the time, and is warned of an end that is no time.</param>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="ask">Runs a program with arguments and gives its exit status and what it printed.</param>
internal sealed class BatchDeadline(
    Terminal terminal, Func<string, string?> variable, Func<string, string[], (int ExitCode, string Output)> ask)
{
    /// <summary>The variable that says which Flux instance this process is part of.</summary>
    public const string FluxInstance = "FLUX_URI";

    private const string SlurmEnd = "SLURM_JOB_END_TIME";

    /// <summary>The earliest of what <c>--walltime</c>, Slurm and Flux say; null when none of them says anything.</summary>
    /// <param name="walltime">How long the worker may live, or null.</param>
    public DateTimeOffset? Find(TimeSpan? walltime) =>
        new[] { terminal.Clock.GetUtcNow() + walltime, OfSlurm(), OfFlux() }.Min();

    private DateTimeOffset? OfSlurm()
    {
        if (variable(SlurmEnd) is not { Length: > 0 } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        terminal.Log.Warning($"{SlurmEnd} is '{text}', which is no time; the worker does not know when its job ends.");
        return null;
    }

    // Of a job without a limit, and of an instance that is no job, it prints the largest number that it can.
    private DateTimeOffset? OfFlux()
    {
        if (string.IsNullOrEmpty(variable(FluxInstance)))
        {
            return null;
        }

        (int exit, string output) = ask("flux", ["job", "timeleft"]);
        return exit == 0
            && uint.TryParse(output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds)
            && seconds < uint.MaxValue
            ? terminal.Clock.GetUtcNow().AddSeconds(seconds)
            : null;
    }
}

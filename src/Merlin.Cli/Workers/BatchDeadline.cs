using System.Globalization;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Workers;

/// <summary>When the batch system, or the user's word, ends this process.</summary>
internal static class BatchDeadline
{
    private const string SlurmEnd = "SLURM_JOB_END_TIME";

    /// <summary>The earlier of what <c>--walltime</c> and the batch system say; null when neither says anything.</summary>
    /// <param name="walltime">How long the worker may live, or null.</param>
    /// <param name="terminal">Gives the time, and is warned of an end that is no time.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static DateTimeOffset? Find(TimeSpan? walltime, Terminal terminal, Func<string, string?> variable)
    {
        DateTimeOffset? own = terminal.Clock.GetUtcNow() + walltime;
        DateTimeOffset? ofJob = OfJob(terminal, variable);
        return own is null || ofJob < own ? ofJob ?? own : own;
    }

    private static DateTimeOffset? OfJob(Terminal terminal, Func<string, string?> variable)
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
}

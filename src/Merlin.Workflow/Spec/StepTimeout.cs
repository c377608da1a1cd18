using System.Numerics;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>The step key <c>timeout</c>: a number of seconds, or a duration text.</summary>
internal static class StepTimeout
{
    /// <summary>What a timeout must be, for messages.</summary>
    public const string Rule = "must be a number of seconds above 0, or a duration such as '30:00' (mm:ss), '2:00:00' (hh:mm:ss) or '1:00:00:00' (d:hh:mm:ss)";

    private const double LongestSeconds = 100.0 * 366 * 24 * 3600;

    /// <summary>Reads a timeout.</summary>
    /// <returns>Whether the scalar is one.</returns>
    public static bool TrySeconds(YamlScalar scalar, out double seconds)
    {
        seconds = scalar.Value switch
        {
            long number => number,
            BigInteger number => (double)number,
            double number => number,
            string text when Walltime.TryParse(text, out long parsed) => parsed,
            _ => double.NaN,
        };
        return seconds is > 0 and <= LongestSeconds;
    }
}

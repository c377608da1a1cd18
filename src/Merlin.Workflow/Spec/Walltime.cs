using System.Globalization;

namespace Merlin.Workflow.Spec;

/// <summary>
/// Durations as batch systems write them: seconds, <c>mm:ss</c>, <c>hh:mm:ss</c> or <c>d:hh:mm:ss</c>; the letters
/// d, h, m, s after a number may stand there and mean nothing.
/// </summary>
public static class Walltime
{
    private const long LongestSeconds = 100L * 366 * 24 * 3600;
    private static readonly int[] Units = [1, 60, 3600, 86400];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The duration.</param>
    /// <param name="seconds">The duration in seconds, at most a hundred years.</param>
    /// <returns>Whether the text is a duration.</returns>
    public static bool TryParse(string text, out long seconds)
    {
        seconds = 0;
        string[] parts = text.Trim().Split(':');
        if (parts.Length > Units.Length)
        {
            return false;
        }

        for (int i = 0; i < parts.Length; i++)
        {
            string digits = parts[i].Trim().TrimEnd('d', 'h', 'm', 's');
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                || number > LongestSeconds)
            {
                return false;
            }

            seconds += number * Units[parts.Length - 1 - i];
        }

        return seconds <= LongestSeconds;
    }
}

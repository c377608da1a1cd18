using System.Globalization;

namespace Merlin.Workflow.Spec;

/// <summary>
/// The step key <c>signal</c>: the signal that running tasks of the step get before their worker's time is over, so that
/// they can save what they have. Written <c>NAME</c> or <c>NAME@SECONDS</c>.
/// </summary>
/// <param name="Name">The signal's name without <c>SIG</c>, in capitals.</param>
/// <param name="Seconds">How long before the end it is sent.</param>
public sealed record StepSignal(string Name, int Seconds)
{
    /// <summary>What a signal must be, for messages.</summary>
    public const string Rule =
        "must be HUP, INT, QUIT, USR1, USR2, ALRM, TERM or CONT, or one of these with the seconds before the end, as in USR1@120";

    private const int DefaultSeconds = 60;
    private const int LongestSeconds = 366 * 24 * 3600;
    private static readonly string[] Names = ["HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "TERM", "CONT"];

    /// <summary>Reads a signal.</summary>
    /// <returns>The signal; null when the text is none.</returns>
    public static StepSignal? Parse(string text)
    {
        string[] parts = text.Split('@', 2, StringSplitOptions.TrimEntries);
        string name = parts[0].ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name["SIG".Length..] : name;
        int seconds = DefaultSeconds;
        bool fits = parts.Length == 1
            || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
                && seconds is > 0 and <= LongestSeconds);
        return fits && Names.Contains(name) ? new StepSignal(name, seconds) : null;
    }
}

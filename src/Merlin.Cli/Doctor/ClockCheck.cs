using Merlin.Cli.Invocation;
using System.Globalization;

namespace Merlin.Cli.Doctor;

/// <summary>Whether this machine's clock and the file server's agree: dates of files are compared across machines.</summary>
internal static class ClockCheck
{
    /// <summary>What the clock is called in findings.</summary>
    public const string Name = "clock";

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>Makes the check with a file of its own, which it removes.</summary>
    /// <param name="directory">Where the file is made.</param>
    /// <param name="clock">This machine's clock.</param>
    public static Finding Make(string directory, TimeProvider clock)
    {
        string file = Path.Combine(directory, $".merlin-clock-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(file, "merlin info\n");
            TimeSpan ahead = clock.GetUtcNow() - new DateTimeOffset(File.GetLastWriteTimeUtc(file));
            File.Delete(file);
            string words = string.Create(
                CultureInfo.InvariantCulture, $"{Math.Abs(ahead.TotalSeconds):0.0} s from that of the file system here");
            return ahead.Duration() <= Tolerance
                ? new Finding(Name, FindingState.Good, words)
                : new Finding(Name, FindingState.Doubtful, words, "have the machines' clocks set by NTP (chrony)");
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            return new Finding(
                Name, FindingState.Absent, $"not compared: {FileTrouble.Reason(e)}", "run this in a directory that you may write to");
        }
    }
}

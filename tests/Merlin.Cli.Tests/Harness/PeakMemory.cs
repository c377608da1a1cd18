using System.Globalization;
using System.Text.RegularExpressions;

namespace Merlin.Cli.Tests.Harness;

/// <summary>
/// The most memory that a command had resident, in bytes. The kernel keeps the peak, so that looking now and then misses
/// only what is taken in the last moment before the end.
/// </summary>
public static class PeakMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <summary>Watches a command to its end.</summary>
    public static async Task<long> WatchAsync(RunningCommand command)
    {
        long peak = 0;
        while (!command.HasExited)
        {
            peak = Math.Max(peak, Read(command.Id));
            await Task.Delay(Interval, TimeProvider.System);
        }

        return peak;
    }

    private static long Read(int process)
    {
        try
        {
            Match peak = Regex.Match(File.ReadAllText($"/proc/{process}/status"), @"VmHWM:\s+(\d+) kB");
            return peak.Success ? long.Parse(peak.Groups[1].Value, CultureInfo.InvariantCulture) * 1024 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

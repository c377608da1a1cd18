using System.Globalization;

namespace Merlin.Benchmarks.Capacity;

/// <summary>What the kernel knows of another process.</summary>
/// <param name="id">The process.</param>
internal sealed class ProcessFigures(int id)
{
    // The field of /proc/PID/stat after the program's name in which the time in user mode is; that in the kernel follows.
    private const int UserTimeField = 11;
    private const double TicksPerSecond = 100;

    /// <summary>Its resident memory at present, in KiB.</summary>
    public long ResidentKibibytes => Kibibytes("VmRSS:");

    /// <summary>The most resident memory that it ever had, in KiB.</summary>
    public long PeakKibibytes => Kibibytes("VmHWM:");

    /// <summary>The time that processors have worked for it so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            long sum = fields.AsSpan(UserTimeField, 2).ToArray().Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture));
            return TimeSpan.FromSeconds(sum / TicksPerSecond);
        }
    }

    private long Kibibytes(string name)
    {
        string line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}

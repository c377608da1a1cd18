using System.Globalization;

namespace Merlin.Broker.Storage;

/// <summary>Who holds a workspace, as the lock file tells it.</summary>
public sealed record LockHolder
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    // Place of the start time among the fields after the command's closing parenthesis; proc(5).
    private const int StartTimeField = 19;

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>The process on that machine.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Which start of that machine; a process of an earlier one is gone.</summary>
    public required string BootId { get; init; }

    /// <summary>When the process started, in clock ticks since the machine did; tells it from a later one of the same number.</summary>
    public required long ProcessStart { get; init; }

    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>When the lock was taken.</summary>
    public required Instant Since { get; init; }

    /// <summary>Describes the present process.</summary>
    public static LockHolder Present(TimeProvider clock) => new()
    {
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        BootId = ReadBootId(),
        ProcessStart = ReadStart(Environment.ProcessId) ?? 0,
        User = Environment.UserName,
        Since = Instant.Now(clock),
    };

    /// <summary>Reads what <see cref="ToText"/> wrote; null when it is not that.</summary>
    public static LockHolder? Parse(string text)
    {
        var facts = new Dictionary<string, string>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                facts[line[..equals]] = line[(equals + 1)..];
            }
        }

        return facts.TryGetValue("host", out string? host)
            && facts.TryGetValue("boot", out string? boot)
            && int.TryParse(facts.GetValueOrDefault("pid"), CultureInfo.InvariantCulture, out int process)
            && long.TryParse(facts.GetValueOrDefault("start"), CultureInfo.InvariantCulture, out long start)
            && long.TryParse(facts.GetValueOrDefault("since"), CultureInfo.InvariantCulture, out long since)
            ? new LockHolder
            {
                Host = host,
                ProcessId = process,
                BootId = boot,
                ProcessStart = start,
                User = facts.GetValueOrDefault("user", "unknown"),
                Since = new Instant(since),
            }
            : null;
    }

    /// <summary>The text for the lock file: a line for each fact.</summary>
    public string ToText() =>
        $"host={Host}\npid={ProcessId}\nboot={BootId}\nstart={ProcessStart}\nuser={User}\nsince={Since.UnixMicros}\n";

    /// <summary>Whether the process is known to have ended. Of another machine nothing is known.</summary>
    public bool IsGone() => Host == Environment.MachineName
        && (BootId != ReadBootId() || ReadStart(ProcessId) != ProcessStart);

    /// <inheritdoc/>
    public override string ToString() =>
        $"process {ProcessId} of {User} on {Host} since {Since.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC";

    private static string ReadBootId()
    {
        try
        {
            return File.ReadAllText(BootIdFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    private static long? ReadStart(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            bool isZombie = fields[0] is "Z" or "X";
            return isZombie ? null : long.Parse(fields[StartTimeField], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Scale;

/// <summary>What things take in the simulated machine, in microseconds. Somewhat more than what was measured on a real one.</summary>
internal static class Costs
{
    /// <summary>Between two processes on two nodes, for the first byte.</summary>
    public const double Latency = 100;

    /// <summary>For each further byte: a gigabyte a second.</summary>
    public const double Byte = 0.001;

    /// <summary>For a host to take a message in, or to let one out.</summary>
    public const double Message = 10;

    /// <summary>For a host to take one task's record in.</summary>
    public const double Task = 0.5;

    /// <summary>For a broker to make a turn durable.</summary>
    public const double Commit = 3000;

    /// <summary>How many bytes a message has, about.</summary>
    public static int BytesOf(object message) => 50 + message switch
    {
        TaskReport report => 20 * report.Tasks.Count,
        LeaseGrant grant => (6 * grant.Ranges.Count) + (12 * grant.Attempts.Count),
        LeaseRecall recall => 6 * recall.Ranges.Count,
        LeaseRelease release => 6 * release.Ranges.Count,
        Heartbeat heartbeat => 16 * heartbeat.Running.Count,
        _ => 0,
    };

    /// <summary>How many tasks a message is about, that its receiver takes in one by one.</summary>
    public static int TasksOf(object message) => message switch
    {
        TaskReport report => report.Tasks.Count,
        Heartbeat heartbeat => heartbeat.Running.Count / 4, // they are looked up, nothing more
        _ => 0,
    };
}

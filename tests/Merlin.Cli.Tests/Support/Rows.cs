using Merlin.Broker;
using Merlin.Broker.Status;

namespace Merlin.Cli.Tests.Support;

/// <summary>Task rows for tests.</summary>
internal static class Rows
{
    public static TaskRow Ran(long index, TaskOutcome outcome, double seconds, int attempt = 0) => new(
        index, outcome, 0, attempt, 1_000_000, (long)(seconds * 1e6), (long)(seconds * 1e6), "local");

    public static TaskRow NeverRan(long index, TaskOutcome outcome) => new(index, outcome, -1, 0, 0, 0, 0, null);
}

using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>The smallest study: one step.</summary>
internal static class SimulatedStudy
{
    private const int Urgency = 16;
    private const int MaxRetries = 30;
    private const int PlanBytes = 1000;

    /// <summary>A study of so many tasks.</summary>
    public static StudySubmission Of(long tasks)
    {
        var array = new ArraySpec("simulate", "merlin", tasks, Urgency, MaxRetries, TimeSpan.Zero, []);
        return new StudySubmission("bench", "/bench", "bench", [array], new byte[PlanBytes]);
    }
}

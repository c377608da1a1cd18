namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>The one time of a simulated world.</summary>
internal sealed class SimClock
{
    public Instant Now { get; private set; } = new(1_700_000_000_000_000);

    public void Advance(TimeSpan span) => Now += span;
}

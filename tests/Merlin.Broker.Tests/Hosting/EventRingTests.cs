using Merlin.Broker.Hosting;
using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Tests.Hosting;

public class EventRingTests
{
    private const int ManyRanges = 100_000;

    [Fact]
    public void What_is_dropped_for_its_many_ranges_is_not_held_any_more()
    {
        var ring = new EventRing(new Instant(1000));
        var ranges = new IndexRange[ManyRanges];
        Array.Fill(ranges, IndexRange.Of(1));

        for (int i = 0; i < 30; i++)
        {
            ring.Add(Event(ranges), "anna");
        }

        Assert.Equal(10, ring.Last - ring.First + 1);
        Assert.Equal("anna", ring[ring.First].Owner);
        Assert.All(Enumerable.Range(1001, (int)ring.First - 1001), dropped => Assert.Null(ring[dropped].Event));
    }

    [Fact]
    public void The_latest_event_is_kept_however_many_ranges_it_has()
    {
        var ring = new EventRing(new Instant(0));

        ring.Add(Event(new IndexRange[2_000_000]), "anna");

        Assert.Equal(ring.Last, ring.First);
        Assert.Equal(1, ring[1].Event.Sequence);
    }

    private static BrokerEvent Event(IReadOnlyList<IndexRange> tasks) =>
        new(0, new Instant(0), "tasks-ended", new StudyId(1), 0, tasks, TaskOutcome.Succeeded, "w", null);
}

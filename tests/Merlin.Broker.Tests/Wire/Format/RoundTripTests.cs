using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Tests.Wire.Format;

public sealed class RoundTripTests
{
    public static TheoryData<Type> Types => new(RandomMessages.Types);

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_written_is_what_is_read(Type type)
    {
        int seed = Environment.TickCount;
        var messages = new RandomMessages(new Random(seed));
        for (int i = 0; i < 200; i++)
        {
            object message = messages.Message(type);
            object read = Frames.Read(Frames.Of(message), type);
            string expected = MessageText.Of(message);
            Assert.True(expected == MessageText.Of(read), $"seed {seed}, {i}: {expected}\nbecame {MessageText.Of(read)}");
        }
    }

    [Fact]
    public void Every_message_of_the_assembly_has_a_number()
    {
        IEnumerable<Type> known =
            [.. ClientMessageFormat.Table.Types, .. BrokerMessageFormat.Table.Types, .. SessionFormat.Table.Types];
        Assert.Equal(RandomMessages.Types, known.OrderBy(type => type.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_number_is_used_in_its_own_part()
    {
        Assert.All(SessionFormat.Table.Kinds, kind => Assert.InRange((int)kind, 1, 15));
        Assert.All(ClientMessageFormat.Table.Kinds, kind => Assert.InRange((int)kind, 16, 63));
        Assert.All(BrokerMessageFormat.Table.Kinds, kind => Assert.InRange((int)kind, 64, 127));
        Assert.Equal(
            Enum.GetValues<FrameKind>().Where(kind => kind != FrameKind.None),
            SessionFormat.Table.Kinds.Concat(ClientMessageFormat.Table.Kinds).Concat(BrokerMessageFormat.Table.Kinds).Order());
    }

    [Fact]
    public void A_typical_report_needs_at_most_fourteen_bytes_a_task()
    {
        var random = new Random(1);
        long start = 1_790_000_000_000_000;
        var tasks = new TaskRecord[1000];
        for (int i = 0; i < tasks.Length; i++)
        {
            start += random.Next(30_000_000);
            long duration = 1_000_000 + random.Next(60_000_000);
            tasks[i] = new TaskRecord(5_000_000 + i, TaskOutcome.Succeeded, 0, 0, start, duration, duration);
        }

        tasks[500] = tasks[500] with { Outcome = TaskOutcome.SoftFailed, ExitCode = 1 };
        var report = new TaskReport(new LeaseId(70_000), new ArrayId(new StudyId(300), 2), 12, tasks, []);

        Assert.InRange(Frames.Of(report).Length, 1, 14_000);
    }

    [Fact]
    public void Ranges_in_any_order_are_written_in_order_and_once()
    {
        var release = new LeaseRelease(
            new LeaseId(1), new ArrayId(new StudyId(1), 0), [new IndexRange(8, 12), new IndexRange(5, 5), new IndexRange(2, 9)], null);

        var read = (LeaseRelease)ClientMessageFormat.Read(Frames.Of(release));

        Assert.Equal([new IndexRange(2, 9), new IndexRange(9, 12)], read.Ranges);
    }

    [Fact]
    public void A_time_that_has_run_out_is_no_time()
    {
        var read = (Heartbeat)ClientMessageFormat.Read(Frames.Of(new Heartbeat([]) { TimeLeft = TimeSpan.FromSeconds(-3) }));

        Assert.Equal(TimeSpan.Zero, read.TimeLeft);
    }

    [Fact]
    public void A_plan_is_a_part_of_the_frame()
    {
        ReadOnlyMemory<byte> frame = Frames.Of(new PlanReply(new StudyId(3), new byte[] { 1, 2, 3 }));

        var reply = (PlanReply)BrokerMessageFormat.Read(frame);

        Assert.True(reply.Plan.Span.Overlaps(frame.Span));
    }
}

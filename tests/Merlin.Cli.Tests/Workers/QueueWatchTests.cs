using Merlin.Broker;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Tests.Support;
using Merlin.Cli.Workers.Launching;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Tests.Workers;

public sealed class QueueWatchTests
{
    private readonly TestTerminal _screen = new();

    [Fact]
    public void Workers_of_one_call_do_not_share_a_queue()
    {
        Assert.Equal(["a", "c"], Chosen([], Line("a", "q", "r"), Line("b", "r", "s"), Line("c", "s")));
        Assert.Contains("'b' is not started: another worker on this host serves r already", _screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Workers_elsewhere_and_those_that_leave_do_not_count() =>
        Assert.Equal(["a"], Chosen([At("elsewhere", leaving: false, "q"), At("here", leaving: true, "q")], Line("a", "q")));

    [Fact]
    public void A_worker_of_all_queues_watches_every_queue() =>
        Assert.Empty(Chosen([At("here", leaving: false)], Line("a", "q"), Line("b", "r")));

    private string[] Chosen(ConsumerSummary[] present, params WorkerLine[] lines) =>
        [.. new QueueWatch(present, "here").Choose(lines, _screen.Terminal.Log).Select(static line => line.Name)];

    private static WorkerLine Line(string name, params string[] queues) => new(name, queues, [], "merlin worker");

    private static ConsumerSummary At(string host, bool leaving, params string[] queues) => new(
        new ConsumerId("c"),
        "w",
        host,
        "user",
        queues,
        Slots: 1,
        IsAgent: false,
        Attached: true,
        leaving,
        Running: 0,
        Held: 0,
        Ended: 0,
        TimeLeft: null);
}

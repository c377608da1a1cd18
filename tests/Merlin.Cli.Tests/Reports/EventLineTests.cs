using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Reports;

public sealed class EventLineTests
{
    private static readonly BrokerEvent Ended = new(
        7, default, "tasks-ended", new StudyId(3), 1, [IndexRange.Of(4)], TaskOutcome.Succeeded, "sim", null)
    {
        Hosts = "node[4-5]",
        Job = "ƒ9",
    };

    [Fact]
    public void A_line_says_where_tasks_ran() =>
        Assert.EndsWith("worker sim  on node[4-5]  job ƒ9", new EventLine(Ended, TimeZoneInfo.Utc).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_known_is_left_out_for_people_and_null_for_programs()
    {
        var line = new EventLine(Ended with { Hosts = null, Job = null }, TimeZoneInfo.Utc);
        Assert.EndsWith("worker sim", line.ToString(), StringComparison.Ordinal);
        var terminal = new TestTerminal();
        line.Show(terminal.Terminal, json: true);
        using JsonDocument document = JsonDocument.Parse(terminal.Out);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("hosts").ValueKind);
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("job").ValueKind);
    }
}

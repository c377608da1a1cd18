using System.Text;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Cli.Reports;
using Merlin.Cli.Tests.Support;
using Merlin.Worker.Packing.Format;

namespace Merlin.Cli.Tests.Reports;

public sealed class PackedOutputTests
{
    [Fact]
    public void Json_of_an_attempt_is_out_before_the_next_is_read()
    {
        var terminal = new TestTerminal();
        var seen = new List<string>();

        new PackedOutput(terminal.Terminal, output: true, error: false).ShowJson(Records());

        Assert.Equal(2, seen.Count);
        Assert.Contains("printed by 0", seen[0], StringComparison.Ordinal);
        Assert.DoesNotContain("printed by 1", seen[0], StringComparison.Ordinal);
        Assert.Contains("printed by 1", seen[1], StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse(terminal.Out).RootElement.GetProperty("attempts").GetArrayLength());

        IEnumerable<PackedRecord> Records()
        {
            for (int index = 0; index < 2; index++)
            {
                yield return Record(index);
                seen.Add(terminal.Out);
            }
        }
    }

    private static PackedRecord Record(long index)
    {
        byte[] text = Encoding.UTF8.GetBytes($"printed by {index}");
        return new PackedRecord
        {
            Node = new PackedNode("sim", "sim", "sim.out", "sim.err", "sim.restart.out", "sim.restart.err"),
            Index = index,
            Attempt = 0,
            Outcome = TaskOutcome.Succeeded,
            UsedRestart = false,
            BySignal = false,
            Code = 0,
            StartMicros = 1,
            DurationMicros = 1,
            Parts = [new PackedPart(PackedPartKind.Output, "", 0, 0, text.Length, text)],
        };
    }
}

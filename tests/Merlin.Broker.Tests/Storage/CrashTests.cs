using System.Globalization;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

public class CrashTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(120)]
    public void What_was_acknowledged_survives_a_kill(int commits)
    {
        using var directory = new TemporaryDirectory();
        long acknowledged = 0;
        using (var child = ChildProcess.StartSelf("commit", directory.Path))
        {
            for (int i = 0; i < commits; i++)
            {
                acknowledged = long.Parse(child.ReadLine()!, CultureInfo.InvariantCulture);
            }

            child.Kill();
        }

        AssertHolds(directory.Path, acknowledged);
    }

    [Fact]
    public void A_write_that_the_file_system_refuses_stops_the_store_and_leaves_no_half()
    {
        using var directory = new TemporaryDirectory();
        long acknowledged = 0;
        string? line;
        using (var child = ChildProcess.StartSelfFrom("trap '' XFSZ; ulimit -f 2000; exec \"$@\"", "commit", directory.Path))
        {
            while (long.TryParse(line = child.ReadLine(), CultureInfo.InvariantCulture, out long next))
            {
                acknowledged = next;
            }
        }

        Assert.StartsWith(Path.Combine(directory.Path, Store.FileName) + ": ", line, StringComparison.Ordinal);
        Assert.NotEqual(0, acknowledged);
        AssertHolds(directory.Path, acknowledged);
    }

    // The next commit may have come through without its acknowledgement, but only as a whole.
    private static void AssertHolds(string directory, long acknowledged)
    {
        using Store store = Store.Open(directory);
        List<TaskRow> rows = StoredRows.Of(store, Samples.Array);
        Assert.True(rows.Count >= acknowledged, $"{rows.Count} of {acknowledged} tasks are there");
        Assert.Equal(rows.Count, store.ReadStatus(Samples.Study, null)!.Arrays[0].Ended);
        Assert.Equal(CommittingProcess.Records(rows.Count).Select(record => StoredRows.RowOf(record, "w")), rows);
    }
}

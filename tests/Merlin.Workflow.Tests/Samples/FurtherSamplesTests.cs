using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Tests.Samples;

public sealed class FurtherSamplesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-further-").FullName;

    [Fact]
    public void Rows_of_later_files_follow_those_of_the_first()
    {
        using SampleTable table = SampleTables.Open(Joined());

        var row = new SampleRow();
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Enumerable.Range(0, 6).Select(i =>
        {
            table.Read(i, row);
            return row.Text(0);
        }));
        Assert.Equal(6, table.Rows);
    }

    [Fact]
    public void A_later_file_that_has_changed_is_an_error_when_a_row_of_it_is_read()
    {
        SampleSource source = Joined();
        File.WriteAllText(Path.Combine(_directory, "c.csv"), "5\n6\n7\n");
        using SampleTable table = SampleTables.Open(source);

        var row = new SampleRow();
        table.Read(3, row);
        Assert.Contains("c.csv", Assert.Throws<SampleFileException>(() => table.Read(4, row)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_remembers_the_later_files()
    {
        SampleSource source = Joined();
        var plan = new StudyPlan { Name = "s", Workspace = "/w", Timestamp = "t", Samples = source, Nodes = [] };

        SampleSource read = StudyPlanFormat.Read(StudyPlanFormat.Write(plan)).Samples!;

        Assert.Equal(6, read.Count);
        Assert.Equal(source.Further, read.Further);
        Assert.Equal(6, read.ToLayout().Count);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private SampleSource Joined() => Inspect("a.csv", "1\n2\n") with
    {
        Further = [Further("b.csv", "3\n4\n"), Further("c.csv", "5\n6\n")],
    };

    private FurtherSamples Further(string name, string text)
    {
        SampleSource source = Inspect(name, text);
        return new FurtherSamples(source.File, source.Rows, source.FileSize, source.FileTicks);
    }

    private SampleSource Inspect(string name, string text)
    {
        string file = Path.Combine(_directory, name);
        File.WriteAllText(file, text);
        return SampleTables.Inspect(file, ["X"], 25);
    }
}

using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Running.Distributed;
using Merlin.Cli.Studies.Remote;
using Merlin.Worker;

namespace Merlin.Cli.Tests.Distributed;

public sealed class WordsTests
{
    [Theory]
    [InlineData("12", "12", null, null)]
    [InlineData("12/", "12", null, null)]
    [InlineData("12/run", "12", "run", null)]
    [InlineData("name/run/3", "name", "run", 3L)]
    [InlineData("name/run_P.a/b/3", "name", "run_P.a/b", 3L)]
    [InlineData("name/7", "name", "7", null)]
    public void A_task_is_named_by_study_node_and_index(string text, string study, string? node, long? index) =>
        Assert.Equal(new TaskReference(study, node, index), TaskReference.Parse(text));

    [Fact]
    public void A_workspace_may_stand_for_the_study()
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-words-").FullName;
        Directory.CreateDirectory(Path.Combine(workspace, "merlin_info"));

        Assert.Equal(new TaskReference(workspace, "run", 3), TaskReference.Parse($"{workspace}/run/3"));
        Assert.Equal(new TaskReference(workspace, null, null), TaskReference.Parse(workspace));
        Directory.Delete(workspace, recursive: true);
    }

    [Theory]
    [InlineData("3/0/17", 3, 0, 17)]
    public void A_parent_is_a_task(string text, long study, int node, long index) =>
        Assert.Equal(new TaskId(new ArrayId(new StudyId(study), node), index), ParentVariable.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3/0")]
    [InlineData("0/0/0")]
    [InlineData("3/0/-1")]
    [InlineData("3/99999999999/1")]
    public void Anything_else_is_no_parent(string? text) => Assert.Null(ParentVariable.Read(text));

    [Theory]
    [InlineData("[merlin]_", "q", "[merlin]_q")]
    [InlineData("[merlin]_", "None", "[merlin]_")]
    [InlineData("", "q", "q")]
    [InlineData("", "none", "none")]
    public void Queues_bear_the_tag(string tag, string queue, string expected) =>
        Assert.Equal(expected, new QueueNames(tag).Of(queue));

    [Fact]
    public void Children_stand_under_their_parents()
    {
        var report = new StudyListReport(
            [Study(4, null), Study(3, 1), Study(2, 1), Study(5, 2), Study(1, null), Study(9, 8)], "me", TimeZoneInfo.Utc);
        using var writer = new StringWriter { NewLine = "\n" };

        report.WriteText(writer);

        Assert.Equal(
            ["4", "1", "  3", "  2", "    5", "9"],
            writer.ToString().TrimEnd().Split('\n').Skip(2).Select(static line => line[..line.IndexOf("s ", StringComparison.Ordinal)].TrimEnd()));
    }

    [Theory]
    [InlineData(false, "No studies.")]
    [InlineData(true, "No open studies; --all shows those that have ended.")]
    public void Without_open_studies_it_is_told_where_the_ended_ones_are(bool areLeftOut, string told)
    {
        using var writer = new StringWriter { NewLine = "\n" };

        new StudyListReport([], "me", TimeZoneInfo.Utc, areLeftOut).WriteText(writer);

        Assert.Equal(told + "\n", writer.ToString());
    }

    private static StudySummary Study(long id, long? parent) => new(
        new StudyId(id), "s", "/w", "me", new Instant(0), null, StudyEnd.None, false,
        parent is { } study ? new TaskId(new ArrayId(new StudyId(study), 0), 0) : null, [], 1, 0, 0, 0);
}

using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Reports;

public sealed class StatusReportTests
{
    private static readonly StatusLook Plain = new(80, Coloured: false, ColourBlind: false);

    [Fact]
    public void Steps_sum_their_nodes_and_show_bar_counts_and_times()
    {
        Assert.Equal(
            """
            Status for /data/demo_20260131-120000 as of 2026-01-31 12:00:00:

            both

             |█████████████-------| 66.7% Complete

            SUMMARY:
            ----------------  --------
            FINISHED          3
            FAILED            1
            RUNNING           1
            TOTAL TASKS       6
            AVG RUN TIME      34m
            RUN TIME STD DEV  ±19m:48s
            ----------------  --------

            ----------------------------------------

            sum

             |--------------------| 0.0% Complete

            sum has not started yet.

            ----------------------------------------

            late

             |--------------------| 0.0% Complete

            late has not started yet.

            ----------------------------------------


            """,
            Text(Demo(), Plain));
    }

    [Fact]
    public void Tasks_that_never_ran_have_a_row_of_their_own_and_no_times()
    {
        StudyPlan plan = Plans.Of(0, Plans.Node("sum", "sum", "sum"));
        string text = Text(View(plan, source => source.With(0, new() { [TaskOutcome.NotRun] = 1 })), Plain);
        Assert.Contains("100.0% Complete", text, StringComparison.Ordinal);
        Assert.Contains("NOT RUN           1\n", text, StringComparison.Ordinal);
        Assert.Contains("AVG RUN TIME      --\n", text, StringComparison.Ordinal);
        Assert.Contains("RUN TIME STD DEV  ±--\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_come_in_the_order_that_users_know()
    {
        StudyPlan plan = Plans.Of(9, Plans.Node("s", "s", "s", 9, sampled: true));
        string text = Text(
            View(plan, source => source.With(
                0,
                new()
                {
                    [TaskOutcome.NotRun] = 1,
                    [TaskOutcome.DryRun] = 1,
                    [TaskOutcome.Raised] = 1,
                    [TaskOutcome.HardFailed] = 1,
                    [TaskOutcome.StopWorkers] = 1,
                    [TaskOutcome.AlreadyFinished] = 1,
                },
                leased: 1,
                running: 1)),
            Plain);
        string[] labels = ["FINISHED", "CANCELLED", "FAILED", "UNKNOWN", "INITIALIZED", "RUNNING", "DRY_RUN", "NOT RUN", "TOTAL TASKS"];
        int[] places = [.. labels.Select(label => text.IndexOf($"\n{label}  ", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Colours_and_patterns_tell_states_apart()
    {
        string coloured = Text(Demo(), new StatusLook(80, Coloured: true, ColourBlind: true));
        Assert.StartsWith("\e[33mStatus for", coloured, StringComparison.Ordinal);
        Assert.Contains("|\e[38;2;0;158;115m██████████\e[0m\e[38;2;213;94;0m⣿⣿⣿\e[0m-------|", coloured, StringComparison.Ordinal);
        Assert.Contains("FAILED ⣿", coloured, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 20)]
    [InlineData(200, 50)]
    [InlineData(3, 1)]
    public void The_bar_is_a_quarter_of_the_terminal(int width, int expected)
    {
        string text = Text(Demo(), new StatusLook(width, Coloured: false, ColourBlind: false));
        string bar = text.Split('\n').First(static line => line.StartsWith(" |", StringComparison.Ordinal));
        Assert.Equal(expected, bar.LastIndexOf('|') - 2);
    }

    [Fact]
    public void Json_counts_every_task_once()
    {
        var terminal = new TestTerminal();
        terminal.Terminal.Show(Report(Demo(), Plain), json: true);
        using JsonDocument document = JsonDocument.Parse(terminal.Out);
        JsonElement root = document.RootElement;
        Assert.Equal("demo", root.GetProperty("study").GetString());
        Assert.True(root.GetProperty("live").GetBoolean());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("end").ValueKind);
        JsonElement both = root.GetProperty("steps")[0];
        Assert.Equal("both", both.GetProperty("name").GetString());
        Assert.Equal(66.7, both.GetProperty("percent").GetDouble());
        Assert.Equal(3, both.GetProperty("counts").GetProperty("finished").GetInt64());
        Assert.Equal(1, both.GetProperty("counts").GetProperty("ready").GetInt64());
        foreach (JsonElement counted in root.GetProperty("steps").EnumerateArray().Append(root.GetProperty("totals")))
        {
            Assert.Equal(
                counted.GetProperty("total").GetInt64(),
                counted.GetProperty("counts").EnumerateObject().Sum(static count => count.Value.GetInt64()));
        }
    }

    [Fact]
    public void An_ended_study_says_how()
    {
        using StoreStudyView view = View(Plans.Demo(), static source => source.End = StudyEnd.HardFailed);
        Assert.Equal("hard_failed", view.Facts.End);
        Assert.Equal(5, view.Facts.Closed!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public void Where_a_study_stands_is_asked_once()
    {
        FakeStatusSource source = new(Plans.Demo());
        using var view = new StoreStudyView(source, Plans.Demo(), "/study");
        view.Summarise();
        view.Summarise();
        Assert.Equal(1, source.Asked);
    }

    private static StoreStudyView Demo() => View(Plans.Demo(), static source =>
    {
        source.IsLive = true;
        source
            .With(0, new() { [TaskOutcome.Succeeded] = 2, [TaskOutcome.SoftFailed] = 1 }, new RunTimes(2, 1200, 0))
            .With(1, new() { [TaskOutcome.Succeeded] = 1 }, new RunTimes(1, 3720, 0), ready: 1, running: 1);
    });

    private static StoreStudyView View(StudyPlan plan, Action<FakeStatusSource> arrange)
    {
        var source = new FakeStatusSource(plan);
        arrange(source);
        return new StoreStudyView(source, plan, plan.Workspace);
    }

    private static StatusReport Report(IStudyView view, StatusLook look) =>
        new(view.Facts, view.Summarise(), new HandClock().GetLocalNow(), look);

    private static string Text(IStudyView view, StatusLook look)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Report(view, look).WriteText(writer);
        return writer.ToString();
    }
}

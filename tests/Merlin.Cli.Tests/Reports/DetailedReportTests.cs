using System.Text.Json;
using System.Text.RegularExpressions;
using Merlin.Broker;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Reports;

public sealed class DetailedReportTests
{
    [Fact]
    public void The_default_layout_is_a_box_for_each_node() => Assert.Equal(
        """
        Status for /data/demo_20260131-120000 as of 2026-01-31 12:00:00:

        ┌───────────────────────────────────────────────────────────────────────────────────────────┐
        │ STEP: both_GREET.hello                                                                    │
        │                                                                                           │
        │ Cmd Parameters                                                                            │
        │   GREET  hello                                                                            │
        │   N      2                                                                                │
        │                                                                                           │
        │ Task Details                                                                              │
        │ Step Workspace       Status    Return Code       Elapsed Time    Run Time        Restarts │
        │ -------------------  --------  ----------------  --------------  --------------  -------- │
        │ both/GREET.hello/00  FINISHED  MERLIN_SUCCESS    0d:00h:00m:05s  0d:00h:00m:05s  0        │
        │ both/GREET.hello/01  FAILED    MERLIN_SOFT_FAIL  0d:00h:01m:01s  0d:00h:01m:01s  1        │
        └───────────────────────────────────────────────────────────────────────────────────────────┘

        ┌────────────────────────────────────────────────────────────────────────────────┐
        │ STEP: sum                                                                      │
        │                                                                                │
        │ Task Details                                                                   │
        │ Step Workspace  Status   Return Code  Elapsed Time    Run Time        Restarts │
        │ --------------  -------  -----------  --------------  --------------  -------- │
        │ sum             RUNNING  -            0d:00h:00m:09s  0d:00h:00m:09s  0        │
        └────────────────────────────────────────────────────────────────────────────────┘

        late has not started yet.


        """,
        Text(TaskFilter.None, DetailedLayout.Default));

    [Fact]
    public void The_table_layout_is_one_table() => Assert.Equal(
        """
        Status for /data/demo_20260131-120000 as of 2026-01-31 12:00:00:

        Step Name         Step Workspace       Status    Return Code       Elapsed Time    Run Time        Restarts
        ----------------  -------------------  --------  ----------------  --------------  --------------  --------
        both_GREET.hello  both/GREET.hello/00  FINISHED  MERLIN_SUCCESS    0d:00h:00m:05s  0d:00h:00m:05s  0
        both_GREET.hello  both/GREET.hello/01  FAILED    MERLIN_SOFT_FAIL  0d:00h:01m:01s  0d:00h:01m:01s  1
        sum               sum                  RUNNING   -                 0d:00h:00m:09s  0d:00h:00m:09s  0

        late has not started yet.


        """,
        Text(TaskFilter.None, DetailedLayout.Table));

    [Fact]
    public void Json_is_a_stream_of_tasks()
    {
        var terminal = new TestTerminal();
        using StoreStudyView view = View();
        terminal.Terminal.Show(
            new DetailedReport(new TaskSelection(view, TaskFilter.None), Now, DetailedLayout.Default, coloured: false), json: true);
        using JsonDocument document = JsonDocument.Parse(terminal.Out);
        JsonElement[] tasks = [.. document.RootElement.GetProperty("tasks").EnumerateArray()];
        Assert.Equal(3, tasks.Length);
        Assert.Equal("both/GREET.hello/01", tasks[1].GetProperty("workspace").GetString());
        Assert.Equal(61, tasks[1].GetProperty("run_seconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, tasks[2].GetProperty("return_code").ValueKind);
        Assert.Equal(
            ("node[4-5]", "ƒ9", "ƒ3"),
            (tasks[1].GetProperty("hosts").GetString(), tasks[1].GetProperty("job").GetString(), tasks[1].GetProperty("instance").GetString()));
        Assert.All(["hosts", "job", "instance"], name => Assert.Equal(JsonValueKind.Null, tasks[0].GetProperty(name).ValueKind));
        JsonElement parameters = tasks[1].GetProperty("parameters");
        Assert.Equal("hello", parameters.GetProperty("cmd").GetProperty("GREET").GetString());
        Assert.Equal(JsonValueKind.Null, parameters.GetProperty("restart").ValueKind);
    }

    [Fact]
    public void Steps_and_queues_add_up_and_wishes_about_tasks_too()
    {
        Assert.Equal(["sum"], Selected(new TaskFilter { Steps = ["sum"] }));
        Assert.Equal(["sum"], Selected(new TaskFilter { Queues = ["sum_queue"] }));
        Assert.Equal(3, Selected(new TaskFilter { Steps = ["both"], Queues = ["sum_queue"] }).Length);
        Assert.Equal(
            ["both/GREET.hello/01", "sum"],
            Selected(new TaskFilter { States = [StateWord.Running], ReturnCodes = ["MERLIN_SOFT_FAIL"] }));
        Assert.Equal(3, Selected(new TaskFilter { Workers = [new Regex("oca", RegexOptions.None, TimeSpan.FromSeconds(1))] }).Length);
        Assert.Empty(Selected(new TaskFilter { Steps = ["sum"], States = [StateWord.Finished] }));
        Assert.Equal(2, Selected(new TaskFilter { MaxTasks = 2 }).Length);
        Assert.Empty(Selected(new TaskFilter { Steps = [] }));
    }

    [Fact]
    public void Who_wants_certain_tasks_is_not_told_of_steps_without_any()
    {
        using StoreStudyView view = View();
        Assert.Equal(["late"], new TaskSelection(view, TaskFilter.None).UnstartedSteps());
        Assert.Empty(new TaskSelection(view, new TaskFilter { States = [StateWord.Failed] }).UnstartedSteps());
        Assert.Empty(new TaskSelection(view, new TaskFilter { Steps = ["both"] }).UnstartedSteps());
    }

    [Fact]
    public void A_million_tasks_are_never_held_at_once()
    {
        const int Tasks = 1_000_000;
        StudyPlan plan = Plans.Of(Tasks, Plans.Node("s", "s", "s", Tasks, sampled: true));
        FakeStatusSource source = new FakeStatusSource(plan)
            .With(0, new() { [TaskOutcome.Succeeded] = Tasks })
            .WithRows(0, Enumerable.Range(0, Tasks).Select(static i => Rows.Ran(i, TaskOutcome.Succeeded, 1)));
        using var view = new StoreStudyView(source, plan, plan.Workspace);
        using var writer = new CountingWriter();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        new DetailedReport(new TaskSelection(view, TaskFilter.None), Now, DetailedLayout.Table, coloured: false).WriteText(writer);
        Assert.InRange(writer.Lines, Tasks + 4, Tasks + 10);
        Assert.InRange(writer.PeakMemory - before, long.MinValue, 64L << 20);
    }

    private static DateTimeOffset Now => new HandClock().GetLocalNow();

    private static string[] Selected(TaskFilter filter)
    {
        using StoreStudyView view = View();
        return [.. new TaskSelection(view, filter).Tasks().Select(static selected => selected.Task.Workspace)];
    }

    private static string Text(TaskFilter filter, DetailedLayout layout)
    {
        using StoreStudyView view = View();
        using var writer = new StringWriter { NewLine = "\n" };
        new DetailedReport(new TaskSelection(view, filter), Now, layout, coloured: false).WriteText(writer);
        return writer.ToString();
    }

    private static StoreStudyView View()
    {
        StudyPlan plan = Plans.Demo();
        FakeStatusSource source = new FakeStatusSource(plan)
            .With(0, new() { [TaskOutcome.Succeeded] = 1, [TaskOutcome.SoftFailed] = 1 }, consumers: "local")
            .With(2, [], running: 1)
            .WithRows(0, [Rows.Ran(0, TaskOutcome.Succeeded, 5), Rows.Ran(1, TaskOutcome.SoftFailed, 61, attempt: 1) with { Hosts = "node[4-5]", Job = "ƒ9", Instance = "ƒ3" }])
            .WithRows(2, [Rows.Ran(0, TaskOutcome.None, 9)]);
        return new StoreStudyView(source, plan, plan.Workspace);
    }
}

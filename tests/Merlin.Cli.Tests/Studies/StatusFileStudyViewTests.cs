using Merlin.Broker.Status;
using Merlin.Cli.Studies;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Studies;

public sealed class StatusFileStudyViewTests : IDisposable
{
    private readonly string _workspace = Directory.CreateTempSubdirectory("merlin-files-").FullName;
    private readonly TestTerminal _screen = new();

    public StatusFileStudyViewTests()
    {
        Write("merlin_info/spec.expanded.yaml", """
            description:
               name: foreign
               description: written by another Merlin
            study:
            - name: sim
              description: d
              run:
                 cmd: echo
            - name: late
              description: d
              run:
                 cmd: echo
            """);
    }

    [Fact]
    public void All_files_are_read_together()
    {
        Write("sim/0/MERLIN_STATUS.json", """
            {"sim": {"parameters": {"cmd": {"P": 1.5}, "restart": null},
              "sim/0/0": {"status": "FINISHED", "return_code": "MERLIN_SUCCESS", "elapsed_time": "0d:00h:00m:10s",
                "run_time": "0d:00h:00m:04s", "restarts": 0, "workers": ["w1"]},
              "sim/0/1": {"status": "FAILED", "return_code": "MERLIN_SOFT_FAIL", "elapsed_time": "0d:00h:00m:10s",
                "run_time": "0d:00h:00m:08s", "restarts": 2, "worker_name": "w2"},
              "task_queue": "q", "workers": ["w1", "w1"]}}
            """);
        Write("sim/1/0/MERLIN_STATUS.json", """
            {"sim": {"parameters": {"cmd": {"P": 1.5}, "restart": null},
              "sim/1/0": {"status": "RUNNING", "return_code": null, "elapsed_time": "--:--:--", "run_time": "--:--:--", "restarts": 0}}}
            """);
        Write("sim/nested_20260101-000000/MERLIN_STATUS.json", """
            {"other": {"other/0": {"status": "FINISHED", "return_code": "MERLIN_SUCCESS"}}}
            """);
        using StatusFileStudyView view = StatusFileStudyView.Open(_workspace, _screen.Terminal.Log);

        Assert.Equal("foreign", view.Facts.Name);
        Assert.True(view.Facts.Distributed);
        StepSummary[] steps = [.. view.Summarise()];
        Assert.Equal(["sim", "late"], steps.Select(static step => step.Name));
        Assert.Equal(3, steps[0].Total);
        Assert.Equal(1, steps[0].Counts[StateWord.Failed]);
        Assert.Equal(new RunTimes(2, 6, 2), steps[0].RunTimes);
        Assert.Equal(["q"], steps[0].Queues);
        Assert.Equal(["w1", "w2"], steps[0].Workers);
        Assert.False(steps[1].Started);

        NodeView node = Assert.Single(view.Nodes);
        Assert.Equal([new("P", "1.5")], node.CommandParameters);
        Assert.Equal(["sim/0/0", "sim/0/1", "sim/1/0"], view.Tasks(node).Select(static task => task.Workspace));
        Assert.Empty(_screen.Error);
    }

    [Fact]
    public void The_tasks_to_come_are_counted_as_the_spec_plans_them()
    {
        Write("samples.csv", "1\n2\n3\n");
        Write("merlin_info/spec.expanded.yaml", $$$"""
            description: {name: foreign, description: d}
            batch: {type: flux}
            global.parameters:
              P: {values: [1, 2], label: P.%%}
            study:
            - {name: sim, description: d, run: {cmd: echo $(X) $(P), procs: 2}}
            - {name: late, description: d, run: {cmd: echo, depends: [sim]}}
            - {name: sum, description: d, run: {cmd: echo, depends: [sim_*]}}
            merlin:
              samples: {file: {{{_workspace}}}/samples.csv, column_labels: [X]}
            """);
        Write("sim/P.1/00/MERLIN_STATUS.json", """{"sim_P.1": {"sim/P.1/00": {"status": "FINISHED"}}}""");
        using (StatusFileStudyView view = StatusFileStudyView.Open(_workspace, _screen.Terminal.Log))
        {
            Assert.Equal([6, 2, 1], view.Summarise().Select(static step => step.Total));
        }

        File.Delete(Path.Combine(_workspace, "samples.csv"));
        using StatusFileStudyView without = StatusFileStudyView.Open(_workspace, _screen.Terminal.Log);
        Assert.Equal([2, 2, 1], without.Summarise().Select(static step => step.Total));
        Assert.Empty(_screen.Error);
    }

    [Fact]
    public void A_damaged_file_is_left_out_with_a_warning()
    {
        Write("sim/0/MERLIN_STATUS.json", "{\"sim\": {\"sim/0\": {\"status\"");
        Write("sim/1/MERLIN_STATUS.json", "[1, 2]");
        Write("sim/2/MERLIN_STATUS.json", """{"sim": {"sim/2": {"status": "FINISHED"}}}""");
        using StatusFileStudyView view = StatusFileStudyView.Open(_workspace, _screen.Terminal.Log);
        Assert.Equal(1, view.Summarise()[0].Counts.Total);
        Assert.Equal(2, _screen.Error.Split("WARNING").Length - 1);
    }

    public void Dispose() => Directory.Delete(_workspace, recursive: true);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_workspace, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}

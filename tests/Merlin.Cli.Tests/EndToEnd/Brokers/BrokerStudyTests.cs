using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Brokers;

/// <summary>What studies leave behind is the same when others run them: workspaces, outcomes, status files.</summary>
public sealed class BrokerStudyTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task One_raising_sample_does_not_break_the_study() => BrokerScene.UseAsync(Output, async scene =>
    {
        scene.Site.Write("samples.csv", "SUCCESS_1\nRAISE\nSUCCESS_2\n");
        RunningCommand worker = scene.StartWorker();

        await scene.RunAsync(Specs.OneRaisingSample, exitCode: 3);

        StudyWorkspace workspace = scene.Site.Workspace();
        Assert.Equal(["process_samples/00", "process_samples/02"], FinishedBelow(workspace, "process_samples"));
        Assert.Equal(6, FinishedBelow(workspace, "samples_and_params").Count());
        Assert.Equal(["step_3"], FinishedBelow(workspace, "step_3"));
        Assert.Contains("Exception raised by request from the user", worker.SoFar.Text);
        JsonElement raised = NodeStatus(workspace, "process_samples").GetProperty("process_samples/01");
        Assert.Equal("UNKNOWN", raised.GetProperty("status").GetString());
        Assert.Equal("MERLIN_UNRECOGNIZED", raised.GetProperty("return_code").GetString());
    });

    [Fact]
    public Task A_restart_runs_exactly_the_task_that_is_not_finished() => BrokerScene.UseAsync(Output, async scene =>
    {
        scene.Site.Write("samples.csv", string.Concat(Enumerable.Range(0, 12).Select(i => $"{i}\n")));
        scene.StartWorker();
        await scene.RunAsync(Specs.Hierarchy);
        StudyWorkspace workspace = scene.Site.Workspace();
        string effects = Path.Combine(scene.Site.Work, "effects");
        Assert.Equal(13, (await File.ReadAllLinesAsync(effects)).Length);
        Dictionary<string, string> provenance = Provenance(workspace);
        File.Delete(workspace.In("t/0/1/2/MERLIN_FINISHED"));

        (await scene.Site.MerlinAsync("restart", workspace.Path, "--wait")).Ended(0);

        string[] lines = await File.ReadAllLinesAsync(effects);
        Assert.Equal(14, lines.Length);
        Assert.Equal("t5", lines[^1]);
        Assert.Equal("t5\nt5\n", workspace.Text("t/0/1/2/t.out"));
        Assert.Equal(25, scene.Site.Workspace().FinishedTasks().Count);
        Assert.Equal(provenance, Provenance(workspace));
    });

    [Fact]
    public Task Only_a_workspace_can_be_restarted() => BrokerScene.UseAsync(Output, async scene =>
    {
        Directory.CreateDirectory(Path.Combine(scene.Site.Work, "empty"));

        CommandResult restart = (await scene.Site.MerlinAsync("restart", "empty")).Ended(1);

        Assert.Contains("empty", restart.Error);
        Assert.Contains("No studies.", (await scene.Site.MerlinAsync("studies", "--all")).Ended(0).Text);
    });

    [Theory]
    [InlineData(null, "output_path_no_substitution")]
    [InlineData("OUTPUT_PATH=output_path_substitution", "output_path_substitution")]
    [InlineData("SUB=variable_sub", "output_path_variable_sub")]
    public Task The_output_path_follows_the_variables(string? word, string directory) =>
        BrokerScene.UseAsync(Output, async scene =>
        {
            scene.StartWorker();

            CommandResult run = await scene.RunAsync(Specs.OutputPath, 0, word is null ? [] : ["--vars", word]);

            Assert.Contains($"OUTPUT_PATH: {directory}", run.Text);
            Assert.Equal(["step1"], scene.Site.Workspace(directory).FinishedTasks());
        });

    [Fact]
    public Task A_wrong_override_leaves_nothing_anywhere() => BrokerScene.UseAsync(Output, async scene =>
    {
        string spec = scene.Site.Write("spec.yaml", Specs.OutputPath);
        foreach (string word in (string[])["NOPE=1", "WORKSPACE=1", "X"])
        {
            (await scene.Site.MerlinAsync("run", spec, "--vars", word)).Ended(1);
        }

        Assert.Equal([scene.Server.Root], Directory.EnumerateDirectories(scene.Site.Work));
        Assert.Contains("No studies.", (await scene.Site.MerlinAsync("studies", "--all")).Ended(0).Text);
    });

    [Fact]
    public Task The_status_of_a_node_lies_in_one_file_and_names_the_worker() => BrokerScene.UseAsync(Output, async scene =>
    {
        scene.Site.Write("samples.csv", string.Concat(Enumerable.Range(0, 8).Select(i => $"{i}\n")));
        scene.StartWorker("mltw");

        await scene.RunAsync(
            """
            description: {name: condensed, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo $(X)', task_queue: sq}}]
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X], level_max_dirs: 3}
            """);

        StudyWorkspace workspace = scene.Site.Workspace();
        Assert.Equal(["s/MERLIN_STATUS.json"], workspace.Files("MERLIN_STATUS.json*"));
        JsonElement status = NodeStatus(workspace, "s");
        JsonProperty[] tasks = [.. status.EnumerateObject().Where(entry => entry.Name.StartsWith("s/", StringComparison.Ordinal))];
        Assert.Equal(
            ["s/0/0", "s/0/1", "s/0/2", "s/1/0", "s/1/1", "s/1/2", "s/2/0", "s/2/1"],
            tasks.Select(task => task.Name).Order(StringComparer.Ordinal));
        Assert.All(tasks, task => Assert.Equal("[\"mltw\"]", task.Value.GetProperty("workers").GetRawText()));
        Assert.All(tasks, task => Assert.Equal("FINISHED", task.Value.GetProperty("status").GetString()));
        Assert.Equal("sq", status.GetProperty("task_queue").GetString());

        File.Delete(workspace.In("s/1/1/MERLIN_FINISHED"));
        (await scene.Site.MerlinAsync("restart", workspace.Path, "--wait")).Ended(0);

        Assert.Equal(["s/MERLIN_STATUS.json"], workspace.Files("MERLIN_STATUS.json*"));
        Assert.Equal(8, NodeStatus(workspace, "s").EnumerateObject().Count(entry => entry.Name.StartsWith("s/", StringComparison.Ordinal)));
    });

    [Fact]
    public Task The_feature_demo_runs_through_two_workers() => BrokerScene.UseAsync(Output, async scene =>
    {
        (await scene.Site.MerlinAsync("example", "feature_demo")).Ended(0);
        scene.StartWorker("one");
        scene.StartWorker("two", "-Q", "[merlin]_hello_queue,[merlin]_collect_queue");

        (await scene.Site.MerlinAsync(
            "run", "feature_demo/feature_demo.yaml", "--wait", "--vars", "N_SAMPLES=8", "OUTPUT_PATH=out")).Ended(0);

        StudyWorkspace workspace = scene.Site.Workspace("out");
        ILookup<string, string> finished = workspace.FinishedTasks().ToLookup(task => task.Split('/')[0]);
        Assert.All(finished, step => Assert.Equal(step.Key == "hello" ? 8 : 1, step.Count()));
        Assert.Equal(9, finished.Count);
        Assert.Contains("HELLO: $(SCRIPTS)/", workspace.Text("merlin_info/feature_demo.orig.yaml"));
        Assert.Contains("N_SAMPLES: 8", workspace.Text("merlin_info/feature_demo.expanded.yaml"));
        CommandResult status = (await scene.Site.MerlinAsync("status", workspace.Path)).Ended(0);
        Assert.Equal(9, status.Out.Split("100.0% Complete").Length - 1);
    });

    private static JsonElement NodeStatus(StudyWorkspace workspace, string node)
    {
        using JsonDocument document = JsonDocument.Parse(workspace.Text($"{node}/MERLIN_STATUS.json"));
        return document.RootElement.GetProperty(node).Clone();
    }

    private static IEnumerable<string> FinishedBelow(StudyWorkspace workspace, string step) =>
        workspace.FinishedTasks().Where(task => task == step || task.StartsWith(step + "/", StringComparison.Ordinal));

    private static Dictionary<string, string> Provenance(StudyWorkspace workspace) =>
        Directory.EnumerateFiles(workspace.Info, "*.yaml")
            .ToDictionary(file => file, file => $"{File.GetLastWriteTimeUtc(file):O} {File.ReadAllText(file)}");
}

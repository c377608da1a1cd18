using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary><c>merlin plan</c>, and whether a run leaves what it said.</summary>
public sealed class PlanTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task A_run_leaves_what_the_plan_says() => AtAsync(async site =>
    {
        site.Write("samples.csv", Specs.ThreeSamples);
        string spec = site.Write("spec.yaml", Specs.ParametersAndSamples);
        JsonElement plan = await PlanAsync(site, spec, "--local");
        Assert.Empty(site.Workspaces());

        (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        foreach (JsonElement step in plan.GetProperty("steps").EnumerateArray())
        {
            ExpectLeft(workspace, step);
        }

        Assert.Equal(10, plan.GetProperty("tasks").GetInt64());
        Assert.Equal(4, plan.GetProperty("nodes").GetInt64());
        Assert.Equal(EntriesBelow(workspace.Path).Directories + 1, plan.GetProperty("directories").GetInt64());
    });

    [Fact]
    public Task Levels_of_samples_and_restart_scripts_are_counted_too() => AtAsync(async site =>
    {
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, 12).Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i}\n"))));
        string spec = site.Write("spec.yaml", Specs.Hierarchy.Replace("{cmd: 'echo s$(MERLIN_SAMPLE_ID)'}", "{cmd: 'echo s$(X)', restart: 'echo r'}", StringComparison.Ordinal));
        JsonElement plan = await PlanAsync(site, spec, "--local");

        (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        Assert.All(plan.GetProperty("steps").EnumerateArray(), step => ExpectLeft(site.Workspace(), step));
    });

    [Fact]
    public Task Packs_are_counted_as_they_are() => AtAsync(async site =>
    {
        site.Write("samples.csv", Specs.ThreeSamples);
        string spec = site.Write("spec.yaml", Packed(Specs.OneSampledStep));
        JsonElement plan = await PlanAsync(site, spec, "--local");

        (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        JsonElement step = Assert.Single(plan.GetProperty("steps").EnumerateArray());
        Assert.Equal("packed", step.GetProperty("layout").GetString());
        ExpectLeft(site.Workspace(), step);
    });

    [Fact]
    public Task What_a_funnel_has_restored_is_counted_too() => AtAsync(async site =>
    {
        site.Write("samples.csv", Specs.ThreeSamples);
        string spec = site.Write("spec.yaml", Packed(Specs.ParametersAndSamples));
        JsonElement plan = await PlanAsync(site, spec, "--local");

        (await site.MerlinAsync("run", "--local", spec)).Ended(0);

        JsonElement funnel = plan.GetProperty("steps").EnumerateArray().Last();
        Assert.Equal(9, funnel.GetProperty("unpacks").GetInt64());
        Assert.Contains(plan.GetProperty("warnings").EnumerateArray(), static warning =>
            warning.GetProperty("text").GetString()!.Contains("restored as directories", StringComparison.Ordinal));
        Assert.Equal(EntriesBelow(site.Workspace().Path).Directories + 1, plan.GetProperty("directories").GetInt64());
    });

    [Fact]
    public Task Times_of_an_earlier_run_make_an_estimate() => AtAsync(async site =>
    {
        site.Write("samples.csv", Specs.ThreeSamples);
        StudyWorkspace earlier = await site.RunAsync(Specs.ParametersAndSamples);

        JsonElement plan = await PlanAsync(
            site, Path.Combine(site.Work, "spec.yaml"), "--like", earlier.Path, "--duration", "both=20", "--nodes", "2", "--cores", "3");

        Assert.Equal([20.0], plan.GetProperty("steps").EnumerateArray()
            .Where(static step => step.GetProperty("step").GetString() == "both")
            .Select(static step => step.GetProperty("seconds_each").GetDouble()));
        Assert.InRange(plan.GetProperty("makespan_seconds").GetDouble(), 20, 40);
        Assert.True(plan.GetProperty("broker").GetProperty("messages").GetInt64() > 10);
        Assert.Equal(["samp", "both", "funnel"], plan.GetProperty("critical_path").EnumerateArray().Select(static step => step.GetString()));
    });

    [Fact]
    public Task A_study_without_times_has_no_makespan() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", Specs.OutputPath);

        JsonElement plan = await PlanAsync(site, spec, "--cores", "4");
        CommandResult text = (await site.MerlinAsync("plan", spec, "--cores", "4")).Ended(0);

        Assert.Equal(JsonValueKind.Null, plan.GetProperty("makespan_seconds").ValueKind);
        Assert.Contains("unknown; say with --duration STEP=SECONDS", text.Out, StringComparison.Ordinal);
        Assert.Equal(["spec.yaml"], Directory.EnumerateFileSystemEntries(site.Work).Select(Path.GetFileName));
    });

    [Fact]
    public Task Samples_that_are_not_there_are_told_and_may_be_said() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", Specs.OneSampledStep);

        JsonElement missing = await PlanAsync(site, spec);
        JsonElement said = await PlanAsync(site, spec, "--samples", "100000000");

        Assert.Equal(["samples-missing"], Kinds(missing).Where(static kind => kind != "spec"));
        Assert.DoesNotContain("samples-missing", Kinds(said));
        Assert.Equal(100_000_000, said.GetProperty("tasks").GetInt64());
    });

    [Fact]
    public Task What_would_go_wrong_is_said_before() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: wrong, description: d}
            batch: {type: local, walltime: '00:30:00'}
            study:
                - {name: large, description: d, run: {cmd: 'echo large', nodes: 3, procs: 3}}
                - {name: long, description: d, run: {cmd: 'echo long', walltime: '00:10:00', timeout: 60}}
            """);

        JsonElement plan = await PlanAsync(site, spec, "--nodes", "2", "--cores", "4", "--duration", "large=1", "--duration", "long=3600");

        Assert.Equal(["batch-walltime", "never-fits", "timeout", "walltime"], Kinds(plan).Order(StringComparer.Ordinal));
    });

    [Theory]
    [InlineData("--duration takes STEP=SECONDS", "--duration", "step1")]
    [InlineData("names the step 'other'", "--duration", "other=1")]
    [InlineData("--cores", "--nodes", "4")]
    [InlineData("is not an existing directory", "--like", "nowhere")]
    public Task What_cannot_be_meant_is_refused(string words, params string[] options) => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", Specs.OutputPath);

        CommandResult result = (await site.MerlinAsync(["plan", spec, .. options])).Ended(1);

        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    });

    private static string Packed(string spec) => spec.Replace("column_labels:", "layout: packed, column_labels:", StringComparison.Ordinal);

    private static IEnumerable<string> Kinds(JsonElement plan) =>
        plan.GetProperty("warnings").EnumerateArray().Select(static warning => warning.GetProperty("kind").GetString()!);

    private static async Task<JsonElement> PlanAsync(Site site, string spec, params string[] options)
    {
        CommandResult result = (await site.MerlinAsync(["plan", spec, "--json", .. options])).Ended(0);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        return document.RootElement.Clone();
    }

    private static void ExpectLeft(StudyWorkspace workspace, JsonElement step)
    {
        string directory = workspace.In(step.GetProperty("step").GetString()!);
        (long directories, long files) = EntriesBelow(directory);
        long scripts = Directory.EnumerateFiles(directory, "*.sh", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length);

        Assert.Equal(directories + 1, step.GetProperty("directories").GetInt64());
        Assert.Equal(files, step.GetProperty("files").GetInt64());
        if (step.GetProperty("tasks").GetInt64() <= 8)
        {
            Assert.Equal(scripts, step.GetProperty("script_bytes").GetInt64()); // all of them were rendered
        }
    }

    private static (long Directories, long Files) EntriesBelow(string directory) => (
        Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories).LongCount(),
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).LongCount());
}

using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>The examples that come with the program do what they say, copied out and run as a user would.</summary>
public sealed class ExampleTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Theory]
    [InlineData("hello", "hello/hello.yaml", 3)]
    [InlineData("hello_samples", "hello/hello_samples.yaml", null)]
    [InlineData("simple_chain", "simple_chain.yaml", null)]
    [InlineData("restart", "restart.yaml", 3 + 1 + 1 + 1)]
    [InlineData("null_spec", "null_spec.yaml", 100 + 1)]
    public Task An_example_runs(string name, string spec, int? tasks) => AtAsync(async site =>
    {
        (await site.MerlinAsync("example", name)).Ended(0);

        (await site.MerlinAsync("run", "--local", spec, "--strict")).Ended(0);

        string place = Directory.EnumerateFiles(site.Work, "*.expanded.yaml", SearchOption.AllDirectories).Single();
        var workspace = new StudyWorkspace(Path.GetDirectoryName(Path.GetDirectoryName(place)!)!);
        IReadOnlyList<string> finished = workspace.FinishedTasks();
        Assert.Equal(workspace.Files("*.sh").Where(IsTaskScript).Count(), finished.Count);
        Assert.Equal(tasks ?? finished.Count, finished.Count);
    });

    [Fact]
    public Task The_feature_demo_shows_its_variables_in_its_provenance() => AtAsync(async site =>
    {
        (await site.MerlinAsync("example", "feature_demo")).Ended(0);

        (await site.MerlinAsync(
            "run", "--local", "feature_demo/feature_demo.yaml", "--vars", "N_SAMPLES=8", "OUTPUT_PATH=out")).Ended(0);

        StudyWorkspace workspace = site.Workspace("out");
        ILookup<string, string> finished = workspace.FinishedTasks().ToLookup(task => task.Split('/')[0]);
        Assert.All(finished, step => Assert.Equal(step.Key == "hello" ? 8 : 1, step.Count()));
        Assert.Equal(9, finished.Count);
        Assert.Contains("HELLO: $(SCRIPTS)/", workspace.Text("merlin_info/feature_demo.orig.yaml"));
        Assert.Contains($"HELLO: {workspace.Info}/scripts/", workspace.Text("merlin_info/feature_demo.partial.yaml"));
        Assert.Contains("name: feature_demo", workspace.Text("merlin_info/feature_demo.expanded.yaml"));
        Assert.Contains("N_SAMPLES: 8", workspace.Text("merlin_info/feature_demo.expanded.yaml"));
    });

    private static bool IsTaskScript(string path) =>
        !path.EndsWith(".restart.sh", StringComparison.Ordinal) && !path.StartsWith("merlin_info/", StringComparison.Ordinal);
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Merlin.Native.Tests;

/// <summary>The jobspec that <c>merlin-launch</c> submits is the one that <c>flux run --dry-run</c> prints.</summary>
public sealed class JobspecTests(LaunchInstance instance) : IClassFixture<LaunchInstance>
{
    // Compared in tasks: 'flux run' comes with a few variables of its interpreter's.
    private const string Environment = "environment";

    [LaunchTheory]
    [InlineData("-n 2")]
    [InlineData("-n2 -N1 -c1")]
    [InlineData("--ntasks=1 --nodes 1 --exclusive")]
    [InlineData("-N 2")]
    [InlineData("-n 3 -N 2")]
    [InlineData("-n 1 -g 0 -t 1800.0s")]
    [InlineData("-t 90.5")]
    [InlineData("-t 90500ms")]
    [InlineData("-t 0.5h")]
    [InlineData("-u -l --quiet --job-name=name --cwd=/usr")]
    [InlineData("-o cpu-affinity=per-task -o verbose -o exit-timeout=2.5 -o a.b=x -o a.c={\"k\":[1]}")]
    [InlineData("--setattr=user.answer=42 -S system.note=text -S plain=1 -S .user.deep.er=true -S user.empty=")]
    public async Task Options_become_the_same_jobspec(string line)
    {
        string[] options = line.Split(' ');
        LaunchResult expected = await instance.RunAsync(
            [.. LaunchInstance.Words(Launcher.FluxRun), .. options, "--dry-run", "true"], []);
        LaunchResult launch = await instance.RunAsync(
            [.. LaunchInstance.Words(Launcher.MerlinLaunch), .. options, "true"], []);
        Assert.Equal(0, launch.ExitCode);
        string job = await instance.Flux.RunAsync("job", "last");
        string submitted = await instance.Flux.RunAsync("job", "info", "--original", job, "jobspec");
        Assert.Equal(Normal(expected.Output), Normal(submitted));
    }

    [LaunchFact]
    public async Task A_job_of_a_task_says_whose_it_is()
    {
        LaunchResult launch = await instance.RunAsync(["env", "MERLIN_PARENT=3/1/17", LaunchBuild.Program, "true"], []);
        Assert.Equal(0, launch.ExitCode);
        JsonNode jobspec = JsonNode.Parse(await instance.Flux.RunAsync(
            "job", "info", "--original", await instance.Flux.RunAsync("job", "last"), "jobspec"))!;
        Assert.Equal("3/1/17", (string?)jobspec["attributes"]!["user"]!["merlin"]!["task"]);
    }

    /// <summary>The text with keys in order, and numbers that mean the same written the same.</summary>
    private static string Normal(string json) => Sorted(JsonNode.Parse(json)!).ToJsonString();

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(static member => member.Key != Environment)
            .OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => KeyValuePair.Create(member.Key, (JsonNode?)Sorted(member.Value!)))),
        JsonArray items => new JsonArray([.. items.Select(static item => Sorted(item!))]),
        _ when node.GetValueKind() == JsonValueKind.Number => JsonValue.Create(node.GetValue<double>()),
        _ => node.DeepClone(),
    };
}

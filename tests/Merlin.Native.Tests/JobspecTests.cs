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

    // Options that only 'flux run' knows are handed over to it.
    [LaunchTheory]
    [InlineData("", "simulate[17]@covid")]
    [InlineData("--job-name=mine", "mine")]
    [InlineData("--env=A=b", "simulate[17]@covid")]
    [InlineData("--env=A=b --job-name=mine", "mine")]
    public async Task A_job_of_a_task_says_whose_it_is(string options, string name)
    {
        JsonNode attributes = await AttributesAsync(
            "MERLIN_PARENT=3/1/17 MERLIN_JOB={\"name\":\"simulate[17]@covid\",\"study\":\"covid\",\"samples\":\"17\"}", options);

        Assert.Equal(name, (string?)attributes["system"]!["job"]!["name"]);
        Assert.Equal(
            """{"samples":"17","study":"covid","task":"3/1/17"}""", Normal(attributes["user"]!["merlin"]!.ToJsonString()));
    }

    [LaunchTheory]
    [InlineData("MERLIN_PARENT=3/1/17")]
    [InlineData("MERLIN_PARENT=3/1/17 MERLIN_JOB=")]
    [InlineData("MERLIN_PARENT=3/1/17 MERLIN_JOB=[1]")]
    public async Task Without_a_label_a_job_of_a_task_has_the_tasks_id(string variables)
    {
        JsonNode attributes = await AttributesAsync(variables, "");

        Assert.Null(attributes["system"]!["job"]);
        Assert.Equal("""{"task":"3/1/17"}""", attributes["user"]!["merlin"]!.ToJsonString());
    }

    [LaunchFact]
    public async Task A_job_outside_of_a_task_has_no_label()
    {
        JsonNode attributes = await AttributesAsync("MERLIN_JOB={\"name\":\"other\"}", "");

        Assert.Null(attributes["system"]!["job"]);
        Assert.Null(attributes["user"]);
    }

    private async Task<JsonNode> AttributesAsync(string variables, string options)
    {
        LaunchResult launch = await instance.RunAsync(["env", .. Words(variables), LaunchBuild.Program, .. Words(options), "true"], []);
        Assert.Equal(0, launch.ExitCode);
        string job = await instance.Flux.RunAsync("job", "last");
        return JsonNode.Parse(await instance.Flux.RunAsync("job", "info", "--original", job, "jobspec"))!["attributes"]!;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

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

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Status files, status commands and dumps of ended studies.</summary>
public sealed class StatusTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Header =
        "time_of_status,step_name,step_workspace,status,return_code,elapsed_time,run_time,restarts,cmd_parameters,restart_parameters";

    [Fact]
    public Task A_status_file_tells_its_task() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);

        ExpectStatusFile(
            workspace,
            "both/GREET.hello/01",
            """
            {"both_GREET.hello": {
                "parameters": {"cmd": {"GREET": "hello"}, "restart": null},
                "both/GREET.hello/01": {"status": "FINISHED", "return_code": "MERLIN_SUCCESS",
                    "elapsed_time": "T", "run_time": "T", "restarts": 0}}}
            """);
        ExpectStatusFile(
            workspace,
            "funnel",
            """
            {"funnel": {
                "parameters": {"cmd": null, "restart": null},
                "funnel": {"status": "FINISHED", "return_code": "MERLIN_SUCCESS",
                    "elapsed_time": "T", "run_time": "T", "restarts": 0}}}
            """);
    });

    [Fact]
    public Task Status_files_of_large_steps_are_written_on_request() => AtAsync(async site =>
    {
        const int Count = 10_001;
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, Count).Select(i => $"{i}\n")));
        StudyWorkspace workspace = await site.RunAsync(Specs.OneSampledStep, 0, "--dry");
        Assert.Empty(workspace.Files("MERLIN_STATUS.json"));
        Directory.Delete(workspace.Path, recursive: true);

        workspace = await site.RunAsync(Specs.OneSampledStep, 0, "--dry", "--status-files");

        Assert.Equal(Count, workspace.Files("MERLIN_STATUS.json").Count);
    });

    [Fact]
    public Task Status_counts_the_tasks_of_each_step() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);

        CommandResult status = (await site.MerlinAsync("status", workspace.Path)).Ended(0);

        Assert.Contains($"Status for {workspace.Path} as of ", status.Out);
        foreach ((string step, int count) in ((string, int)[])[("samp", 3), ("both", 6), ("funnel", 1)])
        {
            string block = StepBlock(status.Out, step);
            Assert.Contains("100.0% Complete", block);
            Assert.Matches($@"(?m)^FINISHED +{count} *$", block);
            Assert.Matches($@"(?m)^TOTAL TASKS +{count} *$", block);
            Assert.DoesNotContain("FAILED", block);
            Assert.Matches(@"(?m)^AVG RUN TIME +\d\ds *$", block);
            Assert.Matches(@"(?m)^RUN TIME STD DEV +±\d\ds *$", block);
        }
    });

    [Fact]
    public Task Status_of_a_spec_is_that_of_its_newest_study() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);
        (await site.MerlinAsync("status", "spec.yaml", "--no-prompts")).Ended(0);
        CommandResult elsewhere = await site.MerlinAsync("status", "spec.yaml", "--no-prompts", "-o", site.Home);
        elsewhere.Ended(1);

        CommandResult json = (await site.MerlinAsync("status", "spec.yaml", "--no-prompts", "--json")).Ended(0);

        Assert.Contains(Path.GetFileName(workspace.Path), json.Out);
    });

    [Fact]
    public Task Status_shows_what_never_started() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: never, description: d}
            study:
                - {name: a, description: d, run: {cmd: 'exit $(MERLIN_RAISE_ERROR)'}}
                - {name: b, description: d, run: {cmd: 'echo b', depends: [a]}}
            """,
            exitCode: 3);

        CommandResult status = (await site.MerlinAsync("status", workspace.Path)).Ended(0);

        Assert.Matches(@"(?m)^UNKNOWN +1 *$", StepBlock(status.Out, "a"));
        Assert.Matches(@"(?m)^NOT RUN +1 *$", StepBlock(status.Out, "b"));
    });

    [Fact]
    public Task A_dump_has_a_row_for_each_task_and_grows() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);
        string dump = Path.Combine(site.Work, "x.csv");

        (await site.MerlinAsync("status", workspace.Path, "--dump", "x.csv")).Ended(0);
        string[] lines = await File.ReadAllLinesAsync(dump);

        Assert.Equal(Header, lines[0]);
        Assert.Equal(1 + 10, lines.Length);
        string task = Assert.Single(lines, line => line.Contains(",both/GREET.hello/01,", StringComparison.Ordinal));
        Assert.Matches(
            @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,both_GREET\.hello,both/GREET\.hello/01,FINISHED,MERLIN_SUCCESS,"
            + @"0d:00h:00m:\d\ds,0d:00h:00m:\d\ds,0,GREET:hello,-------$",
            task);
        (await site.MerlinAsync("status", workspace.Path, "--dump", "x.csv")).Ended(0);
        lines = await File.ReadAllLinesAsync(dump);
        Assert.Equal(1 + 10 + 10, lines.Length);
        Assert.Single(lines, Header);
    });

    [Fact]
    public Task A_dump_as_json_holds_the_status_files_merged() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);

        (await site.MerlinAsync("status", workspace.Path, "--dump", "x.json")).Ended(0);

        JsonObject dump = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(site.Work, "x.json")))!.AsObject();
        (string time, JsonNode? statuses) = Assert.Single(dump);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", time);
        JsonNode node = statuses!["both_GREET.hola"]!;
        Assert.Equal("hola", (string?)node["parameters"]!["cmd"]!["GREET"]);
        Assert.Equal("FINISHED", (string?)node["both/GREET.hola/02"]!["status"]);
    });

    [Fact]
    public Task A_dump_has_one_of_two_formats() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            "description: {name: a, description: d}\nstudy: [{name: s, description: d, run: {cmd: ':'}}]\n");

        CommandResult status = (await site.MerlinAsync("status", workspace.Path, "--dump", "x.txt")).Ended(1);

        Assert.Contains("x.txt", status.Error);
        Assert.False(File.Exists(Path.Combine(site.Work, "x.txt")));
    });

    [Fact]
    public Task Detailed_status_can_be_narrowed() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(Specs.SoftFailures, exitCode: 3);

        CommandResult status = (await site.MerlinAsync(
            "detailed-status", workspace.Path, "--return-code", "soft_fail", "--disable-pager", "--dump", "y.csv")).Ended(0);

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(site.Work, "y.csv"));
        Assert.Equal(Header, lines[0]);
        Assert.Equal(["soft", "unknown"], lines[1..].Select(line => line.Split(',')[1]).Order(StringComparer.Ordinal));
        Assert.All(lines[1..], line => Assert.Contains("FAILED,MERLIN_SOFT_FAIL", line));
        Assert.DoesNotContain("   at ", status.Text);
    });

    [Fact]
    public Task Detailed_status_shows_every_task() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunParametersAndSamplesAsync(site);

        CommandResult status = (await site.MerlinAsync(
            "detailed-status", workspace.Path, "--disable-pager", "--no-prompts", "--layout", "table")).Ended(0);

        Assert.All(workspace.FinishedTasks(), task => Assert.Contains(task, status.Out));
    });

    private static void ExpectStatusFile(StudyWorkspace workspace, string task, string expected)
    {
        string actual = Regex.Replace(workspace.Text($"{task}/MERLIN_STATUS.json"), @"""0d:00h:0\dm:\d\ds""", "\"T\"");
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"{task}/MERLIN_STATUS.json: {actual}");
    }

    /// <summary>The part of the status text between a step's name and the next ruler.</summary>
    private static string StepBlock(string status, string step)
    {
        Match block = Regex.Match(status, $"(?ms)^{step}$.*?^-+$");
        Assert.True(block.Success, $"no block for {step} in\n{status}");
        return block.Value;
    }
}

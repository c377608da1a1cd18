using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Brokers;

/// <summary>Studies that start studies, studies that grow, and a batch script that waits for them.</summary>
public sealed class DynamicStudyTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task A_study_iterates_through_its_partial_spec_with_samples_of_its_own_making() =>
        BrokerScene.UseAsync(Output, async scene =>
        {
            scene.Site.Write("first.csv", "1\n2\n3\n");
            scene.Site.Write(
                "loop.yaml",
                $$$"""
                description: {name: loop_$(ITER), description: d}
                env: {variables: {ITER: 1, LAST: 3, PREVIOUS: none, OUTPUT_PATH: "{{{scene.Site.Work}}}/studies"}}
                study:
                    - {name: simulate, description: d, run: {cmd: 'echo $(X) in $(ITER) after $(PREVIOUS)'}}
                    - name: pick
                      description: makes the samples of the next iteration
                      run:
                        cmd: |
                            cat $(simulate.workspace)/$(MERLIN_GLOB_PATH)simulate.out | awk '{print $1 * 10}' > new_samples.csv
                        depends: [simulate_*]
                    - name: iterate
                      description: d
                      run:
                        cmd: |
                            if [ $(ITER) -lt $(LAST) ]; then
                                next=`expr $(ITER) + 1`
                                merlin run $(MERLIN_INFO)/*partial.yaml --samplesfile $(pick.workspace)/new_samples.csv \
                                    --vars ITER=$next PREVIOUS=$(MERLIN_WORKSPACE)
                            fi
                        depends: [pick]
                merlin:
                    samples: {file: $(SPECROOT)/first.csv, column_labels: [X]}
                """);
            scene.StartWorker();

            (await scene.Site.MerlinAsync("run", "loop.yaml")).Ended(0);

            await AllEndedAsync(scene, 3);
            StudyWorkspace[] rounds = [.. scene.Site.Workspaces("studies").Select(static path => new StudyWorkspace(path))];
            Assert.Equal(["loop_1", "loop_2", "loop_3"], rounds.Select(static round => Path.GetFileName(round.Path)[..6]));
            Assert.All(rounds, static round => Assert.Equal(5, round.FinishedTasks().Count));
            Assert.Equal("1 in 1 after none\n", rounds[0].Text("simulate/00/simulate.out"));
            Assert.Equal($"300 in 3 after {rounds[1].Path}\n", rounds[2].Text("simulate/02/simulate.out"));
            Assert.True(rounds[2].Has("merlin_info/loop.partial.yaml"), rounds[2].List("merlin_info"));
        });

    [Fact]
    public Task A_study_that_a_step_starts_is_its_child() => BrokerScene.UseAsync(Output, async scene =>
    {
        scene.Site.Write(
            "child.yaml",
            "description: {name: child, description: d}\nstudy: [{name: c, description: d, run: {cmd: 'echo child'}}]\n");
        scene.StartWorker();

        await scene.RunAsync(
            """
            description: {name: mother, description: d}
            study:
                - {name: s, description: d, run: {cmd: 'cd $(SPECROOT) && merlin run child.yaml'}}
            """);

        await AllEndedAsync(scene, 2);
        JsonElement[] studies = await StudiesAsync(scene);
        JsonElement child = Assert.Single(studies, static study => study.GetProperty("study").GetString() == "child");
        JsonElement mother = Assert.Single(studies, static study => study.GetProperty("study").GetString() == "mother");
        Assert.Equal(JsonValueKind.Null, mother.GetProperty("parent").ValueKind);
        Assert.Contains(mother.GetProperty("id").GetRawText(), child.GetProperty("parent").GetRawText());
        Assert.Equal(scene.Site.Work, Path.GetDirectoryName(child.GetProperty("workspace").GetString()));
    });

    [Fact]
    public Task A_running_study_takes_more_samples() => BrokerScene.UseAsync(Output, async scene =>
    {
        scene.Site.Write("samples.csv", "1\n2\n3\n");
        scene.Site.Write("more.csv", "40\n50\n");
        string spec = scene.Site.Write(
            "spec.yaml",
            """
            description: {name: grows, description: d}
            study:
                - name: s
                  description: d
                  run: {cmd: 'until [ -e $(SPECROOT)/go ]; do sleep 0.05; done; echo $(X) as $(MERLIN_SAMPLE_ID)'}
                - {name: sum, description: d, run: {cmd: 'cat $(s.workspace)/$(MERLIN_GLOB_PATH)s.out', depends: [s_*]}}
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
            """);
        scene.StartWorker();
        (await scene.Site.MerlinAsync("run", spec)).Ended(0);

        (await scene.Site.MerlinAsync("extend", "grows", "--samplesfile", "more.csv")).Ended(0);
        scene.Site.Write("go", "");

        await AllEndedAsync(scene, 1);
        StudyWorkspace workspace = scene.Site.Workspace();
        Assert.Equal(6, workspace.FinishedTasks().Count);
        Assert.Equal("1 as 0\n2 as 1\n3 as 2\n40 as 3\n50 as 4\n", workspace.Text("sum/sum.out"));
        CommandResult late = (await scene.Site.MerlinAsync("extend", "grows", "--samplesfile", "more.csv")).Ended(1);
        Assert.Contains("ended", late.Error);
    });

    [Fact]
    public Task A_monitor_as_the_last_line_keeps_an_allocation_until_the_work_is_done() =>
        BrokerScene.UseAsync(Output, async scene =>
        {
            string spec = scene.Site.Write(
                "spec.yaml",
                """
                description: {name: watched, description: d}
                study:
                    - {name: s, description: d, run: {cmd: 'until [ -e $(SPECROOT)/go ]; do sleep 0.05; done'}}
                """);
            scene.StartWorker();
            (await scene.Site.MerlinAsync("run", spec)).Ended(0);
            RunningCommand monitor = scene.Site.StartMerlin("monitor", spec, "--sleep", "1");
            await Wait.UntilAsync(monitor, () => monitor.SoFar.Error.Contains("workers alive", StringComparison.Ordinal));
            Assert.False(monitor.HasExited, "the monitor has ended beside a task that runs");

            scene.Site.Write("go", "");

            Assert.Contains("stop condition met", (await monitor.EndAsync()).Ended(0).Error);
            Assert.True(scene.Site.Workspace().Finished("s"));
        });

    private static async Task AllEndedAsync(BrokerScene scene, int count)
    {
        string last = "";
        await Wait.UntilAsync(
            async () =>
            {
                JsonElement[] studies = await StudiesAsync(scene);
                last = string.Join('\n', studies);
                return studies.Length == count
                    && studies.All(static study => study.GetProperty("state").GetString() == "completed");
            },
            () => last);
    }

    private static async Task<JsonElement[]> StudiesAsync(BrokerScene scene)
    {
        CommandResult answer = (await scene.Site.MerlinAsync("studies", "--all", "--json")).Ended(0);
        using JsonDocument document = JsonDocument.Parse(answer.Out);
        return [.. document.RootElement.GetProperty("studies").EnumerateArray().Select(static study => study.Clone())];
    }
}

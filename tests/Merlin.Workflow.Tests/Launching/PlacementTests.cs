using System.Text;
using System.Text.Json.Nodes;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Expansion;

namespace Merlin.Workflow.Tests.Launching;

/// <summary>What a node's tasks hold and how they are started.</summary>
public sealed class PlacementTests
{
    [Theory]
    [InlineData("", 0, 1, 1, 0)]
    [InlineData("cores per task=4", 0, 1, 4, 0)]
    [InlineData("procs=8|cores per task=2|gpus per task=1", 0, 8, 2, 1)]
    [InlineData("nodes=3", 3, 3, 1, 0)]
    [InlineData("nodes=2|procs=8|gpus=16", 2, 8, 1, 2)]
    [InlineData("procs=4|gpus=5", 0, 4, 1, 2)]
    [InlineData("gpus=1|gpus per task=0", 0, 1, 1, 0)]
    [InlineData("procs=4|launch=spawn", 1, 4, 1, 0)]
    [InlineData("launch=rexec", 1, 1, 1, 0)]
    public void The_steps_numbers_say_what_a_task_holds(string keys, int nodes, int procs, int cores, int gpus)
    {
        (string, string)[] run = [.. keys.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(static key => (key.Split('=')[0], key.Split('=')[1]))];

        Assert.Equal(new PlanResources(nodes, procs, cores, gpus), Node("local", "x", run).Resources);
    }

    [Theory]
    [InlineData("flux", "$(LAUNCHER) app", "procs=2", true)]
    [InlineData("flux", "$(VLAUNCHER) app", "", true)]
    [InlineData("slurm", "$(LAUNCHER)[1n, 2p] app", "procs=2", true)]
    [InlineData("flux", "true", "procs=2|restart=$(LAUNCHER) app", true)]
    [InlineData("flux", "app", "procs=2", false)]
    [InlineData("flux", "$(LAUNCHER) app", "", false)]
    [InlineData("local", "$(LAUNCHER) app", "procs=2", false)]
    public void A_launcher_counts_when_it_was_written_out(string type, string command, string keys, bool uses)
    {
        (string, string)[] run = [.. keys.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(static key => (key.Split('=')[0], key.Split('=')[1]))];

        Assert.Equal(uses, Node(type, command, run).UsesLauncher);
    }

    [Theory]
    [InlineData("auto", TaskLaunch.Auto)]
    [InlineData("spawn", TaskLaunch.Spawn)]
    [InlineData("rexec", TaskLaunch.Rexec)]
    [InlineData("job", TaskLaunch.Job)]
    public void The_step_may_choose_the_way(string word, TaskLaunch way) =>
        Assert.Equal(way, Node("local", "x", [("launch", word)]).Launch);

    [Fact]
    public void A_plan_from_before_takes_one_core()
    {
        StudyPlan plan = new StudyUnderTest { Batch = new BatchSpec() }.Step("s", "x", [], [("procs", "3")]).Plan();
        JsonNode json = JsonNode.Parse(StudyPlanFormat.Write(plan))!;
        JsonObject node = json["Plan"]!["Nodes"]![0]!.AsObject();
        Assert.True(node.Remove("Resources") && node.Remove("Launch") && node.Remove("UsesLauncher"));

        PlanNode old = StudyPlanFormat.Read(Encoding.UTF8.GetBytes(json.ToJsonString())).Nodes[0];

        Assert.Equal((PlanResources.OneCore, TaskLaunch.Auto, false), (old.Resources, old.Launch, old.UsesLauncher));
    }

    private static PlanNode Node(string type, string command, (string Key, string Value)[] run) =>
        new StudyUnderTest { Batch = new BatchSpec { Type = type } }.Step("s", command, [], run).Plan().Nodes[0];
}

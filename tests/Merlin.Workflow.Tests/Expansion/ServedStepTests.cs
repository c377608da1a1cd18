using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Expansion;

public sealed class ServedStepTests
{
    [Fact]
    public void A_step_that_serves_runs_for_each_sample_without_naming_one()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(7, 25, "X") }
            .Parameter("P", "P.%%", "1", "2")
            .Step("s", "./sim --p $(P) $(WORKSPACE)", [], [("serve", "true")])
            .Plan();

        Assert.Equal([("s_P.1", 7L, true), ("s_P.2", 7L, true)], plan.Nodes.Select(static node => (node.Name, node.Count, node.Sampled)));
        Assert.All(plan.Nodes, static node => Assert.Equal(TaskStart.Serve, node.Start));
        Assert.Equal("./sim --p 2 /w/s/P.2", plan.Nodes[1].Command.TrimEnd());
    }

    [Fact]
    public void Without_samples_it_runs_once()
    {
        PlanNode node = Assert.Single(new StudyUnderTest().Step("s", "./sim", [], [("serve", "true")]).Plan().Nodes);

        Assert.Equal((1, false), (node.Count, node.Sampled));
    }

    [Theory]
    [InlineData("./sim $(X)", "$(X)")]
    [InlineData("./sim $(x) $(MERLIN_SAMPLE_ID)", "$(x)")]
    [InlineData("cd $(MERLIN_SAMPLE_PATH)", "$(MERLIN_SAMPLE_PATH)")]
    public void Tokens_of_samples_in_it_are_refused_by_step_and_name(string command, string token)
    {
        SpecException refusal = Assert.Throws<SpecException>(() =>
            new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(7, 25, "X") }.Step("s", command, [], [("serve", "true")]).Plan());

        SpecProblem problem = Assert.Single(refusal.Problems);
        Assert.Equal("study step 's' → run.cmd", problem.Key);
        Assert.Contains($"has the token {token}, and the step serves", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launcher_in_it_is_refused()
    {
        SpecException refusal = Assert.Throws<SpecException>(() =>
            new StudyUnderTest { Batch = BatchSpec.Default with { Type = "slurm" } }
                .Step("s", "$(LAUNCHER) ./sim", [], [("serve", "true"), ("procs", "2")]).Plan());

        Assert.Contains("the command uses $(LAUNCHER)", Assert.Single(refusal.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shell_that_turns_out_not_to_be_bash_is_refused()
    {
        SpecException refusal = Assert.Throws<SpecException>(() =>
            new StudyUnderTest().Step("s", "x", [], [("shell_server", "true"), ("shell", "/bin/zsh")]).Plan());

        Assert.Contains("the step's shell is '/bin/zsh', which is not bash", Assert.Single(refusal.Problems).Message, StringComparison.Ordinal);
    }
}

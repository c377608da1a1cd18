using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Expansion;

public sealed class DependencyTests
{
    private static readonly SampleSource Samples = StudyUnderTest.SamplesOf(3, 25, "X");

    [Fact]
    public void A_chain_goes_on_task_by_task_and_ends_where_samples_end()
    {
        StudyPlan plan = new StudyUnderTest { Samples = Samples }
            .Step("s", "echo $(X)")
            .Step("t", "echo $(MERLIN_SAMPLE_ID)", "s_*")
            .Step("u", "echo u", "t")
            .Plan();

        Assert.Equal(["~s"], plan.WaitsFor("t"));
        Assert.Equal(["t"], plan.WaitsFor("u"));
    }

    [Fact]
    public void The_workspace_of_a_step_that_is_not_there_is_an_error()
    {
        SpecException error = Assert.Throws<SpecException>(static () => new StudyUnderTest()
            .Step("first", "ls $(./list.workspace) $(cat a.workspace)")
            .Step("second", "ls $(frist.workspace)", "first")
            .Plan());

        SpecProblem problem = Assert.Single(error.Problems);
        Assert.Equal("study step 'second' → run", problem.Key);
        Assert.Equal("$(frist.workspace) names no step: did you mean $(first.workspace)?", problem.Message);
    }

    [Fact]
    public void A_fan_out_ends_the_chain()
    {
        StudyPlan plan = new StudyUnderTest { Samples = Samples }
            .Step("s", "echo $(X)")
            .Step("t", "echo $(X)", "s")
            .Step("u", "echo u", "s")
            .Plan();

        Assert.Equal(["s"], plan.WaitsFor("t"));
        Assert.Equal(["s"], plan.WaitsFor("u"));
    }

    [Fact]
    public void Hello_samples_has_a_barrier_between_its_steps()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(3, 25, "WORLD") }
            .Parameter("GREET", "GREET.%%", "hello", "hola")
            .Step("step_1", "echo \"$(GREET), $(WORLD)!\"")
            .Step("step_2", "echo done", "step_1_*")
            .Plan();

        Assert.Equal(["step_1_GREET.hello", "step_1_GREET.hola"], plan.WaitsFor("step_2"));
        Assert.Equal([3, 3, 1], plan.Nodes.Select(n => n.Count));
    }

    [Fact]
    public void Simple_chain_is_two_chains()
    {
        StudyPlan plan = new StudyUnderTest()
            .Parameter("X2", "X2.%%", "0.5", "0.75")
            .Step("step1", "echo $(X2)")
            .Step("step2", "echo $(X2)", "step1")
            .Plan();

        Assert.Equal(["~step1_X2.0.5"], plan.WaitsFor("step2_X2.0.5"));
        Assert.Equal(["~step1_X2.0.75"], plan.WaitsFor("step2_X2.0.75"));
    }

    [Fact]
    public void Feature_demo_chains_what_follows_the_samples()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(10, 25, "X0", "X1") }
            .Parameter("X2", "X2.%%", "0.5")
            .Parameter("N_NEW", "N_NEW.%%", "10")
            .Step("hello", "run $(X0) $(X1) $(X2)")
            .Step("python3_hello", "echo $(X2)")
            .Step("python2_hello", "echo $(X2)")
            .Step("collect", "ls $(hello.workspace)/$(MERLIN_GLOB_PATH)", "hello")
            .Step("translate", "t $(collect.workspace)", "collect")
            .Step("learn", "l $(translate.workspace)", "translate")
            .Step("make_new_samples", "m $(N_NEW)")
            .Step("predict", "p $(learn.workspace) $(make_new_samples.workspace)", "learn", "make_new_samples")
            .Step("verify", "v $(learn.workspace) $(predict.workspace)", "learn", "predict")
            .Plan();

        Assert.Equal(["hello_X2.0.5"], plan.WaitsFor("collect_X2.0.5"));
        Assert.Equal(["~collect_X2.0.5"], plan.WaitsFor("translate_X2.0.5"));
        Assert.Equal(["~translate_X2.0.5"], plan.WaitsFor("learn_X2.0.5"));
        Assert.Equal(["learn_X2.0.5", "make_new_samples_N_NEW.10"], plan.WaitsFor("predict_N_NEW.10.X2.0.5"));
        Assert.Equal(["learn_X2.0.5", "predict_N_NEW.10.X2.0.5"], plan.WaitsFor("verify_N_NEW.10.X2.0.5"));
        Assert.Equal("ls /w/hello/X2.0.5/*/\n", plan.Body("collect_X2.0.5"));
    }

    [Fact]
    public void Restart_spec_fans_out_after_its_bottleneck()
    {
        StudyPlan plan = new StudyUnderTest { Samples = Samples }
            .Step("restart_and_sample_step", "echo $(X)")
            .Step("bottleneck_step", "echo b", "restart_and_sample_step_*")
            .Step("indiv_followup_step", "echo $(X)", "restart_and_sample_step")
            .Step("indiv_followup_step_2", "echo $(X)", "indiv_followup_step")
            .Step("final_check", "echo f", "bottleneck_step", "indiv_followup_step_2_*")
            .Plan();

        Assert.Equal(["restart_and_sample_step"], plan.WaitsFor("bottleneck_step"));
        Assert.Equal(["restart_and_sample_step"], plan.WaitsFor("indiv_followup_step"));
        Assert.Equal(["~indiv_followup_step"], plan.WaitsFor("indiv_followup_step_2"));
        Assert.Equal(["bottleneck_step", "indiv_followup_step_2"], plan.WaitsFor("final_check"));
    }

    [Fact]
    public void The_graph_of_nine_steps_has_three_chains()
    {
        StudyPlan plan = new StudyUnderTest { Samples = Samples }
            .Step("a", "a").Step("b", "$(X)", "a").Step("c", "$(X)", "b").Step("d", "d", "c").Step("e", "e", "a")
            .Step("f", "f", "e").Step("g", "g", "d", "f").Step("h", "h").Step("i", "i", "h")
            .Plan();

        Assert.Equal(["a"], plan.WaitsFor("b"));
        Assert.Equal(["~b"], plan.WaitsFor("c"));
        Assert.Equal(["c"], plan.WaitsFor("d"));
        Assert.Equal(["a"], plan.WaitsFor("e"));
        Assert.Equal(["~e"], plan.WaitsFor("f"));
        Assert.Equal(["d", "f"], plan.WaitsFor("g"));
        Assert.Equal(["~h"], plan.WaitsFor("i"));
    }

    [Fact]
    public void Forward_references_are_accepted_and_nodes_come_after_what_they_wait_for()
    {
        StudyPlan plan = new StudyUnderTest().Step("late", "l", "early").Step("other", "o").Step("early", "e").Plan();

        Assert.Equal(["other", "early", "late"], plan.Names());
        Assert.Equal(["~early"], plan.WaitsFor("late"));
    }

    [Fact]
    public void A_workspace_of_a_step_not_waited_for_makes_the_step_wait()
    {
        PlanResult result = new StudyUnderTest()
            .Parameter("P", "P.%%", "1", "2")
            .Step("user", "ls $(maker.workspace)")
            .Step("maker", "echo $(P)")
            .PlanWithWarnings();

        Assert.Equal(["~maker_P.2"], result.Plan.WaitsFor("user_P.2"));
        Assert.Equal("ls /w/maker/P.2\n", result.Plan.Body("user_P.2"));
        Assert.Contains("'maker'", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workspace_of_a_distant_ancestor_adds_no_dependency()
    {
        PlanResult result = new StudyUnderTest()
            .Step("a", "a").Step("b", "b", "a").Step("c", "ls $(a.workspace) $(c.workspace)", "b")
            .PlanWithWarnings();

        Assert.Equal(["~b"], result.Plan.WaitsFor("c"));
        Assert.Equal("ls /w/a /w/c\n", result.Plan.Body("c"));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_star_and_the_plain_name_together_are_one_dependency()
    {
        StudyPlan plan = new StudyUnderTest()
            .Parameter("P", "P.%%", "1", "2")
            .Step("a", "echo $(P)").Step("b", "ls $(a.workspace)", "a", "a_*", "a*")
            .Plan();

        Assert.Equal(["a_P.1", "a_P.2"], plan.WaitsFor("b_P.1"));
        Assert.Equal("ls /w/a\n", plan.Body("b_P.1"));
    }

    [Fact]
    public void A_circle_is_named()
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Step("out", "o", "a").Step("a", "a", "b").Step("b", "ls $(c.workspace)").Step("c", "c", "a").Plan());

        Assert.Contains("'a' → 'b' → 'c' → 'a'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("run*_rs")]
    public void An_unknown_dependency_is_an_error_of_its_step(string depends)
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Step("run", "x").Step("user", "x", depends).Plan());

        SpecProblem problem = Assert.Single(error.Problems);
        Assert.Equal("study step 'user' → run.depends", problem.Key);
        Assert.Equal(11, problem.Line);
    }

    [Fact]
    public void A_sampled_step_without_samples_is_left_out_and_order_stays()
    {
        PlanResult result = new StudyUnderTest()
            .Step("a", "a").Step("s", "echo $(MERLIN_SAMPLE_ID)", "a").Step("t", "echo $(MERLIN_SAMPLE_PATH)", "s").Step("c", "c", "t")
            .PlanWithWarnings();

        Assert.Equal(["a", "c"], result.Plan.Names());
        Assert.Equal(["a"], result.Plan.WaitsFor("c"));
        Assert.Equal(2, result.Warnings.Count);
        Assert.All(result.Warnings, w => Assert.Contains("no samples", w.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void No_rows_are_like_no_samples()
    {
        PlanResult result = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(0, 25, "X") }
            .Step("s", "echo $(X)").Step("c", "echo [$(MERLIN_PATHS_ALL)] [$(MERLIN_GLOB_PATH)]", "s")
            .PlanWithWarnings();

        Assert.Equal("echo [] []\n", result.Plan.Body("c"));
        Assert.Empty(result.Plan.WaitsFor("c"));
    }
}

using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Expansion;

public sealed class SampledStepTests
{
    [Fact]
    public void Parameters_and_samples_with_relative_paths()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(3, 25, "X", "Y") }
            .Parameter("GREET", "GREET.%%", "hello", "hola")
            .Step("samp", "echo \"$(X) $(Y) id=$(MERLIN_SAMPLE_ID) p=$(MERLIN_SAMPLE_PATH)\"")
            .Step("both", "echo \"$(GREET) $(X) $(MERLIN_SAMPLE_ID) $(WORKSPACE)\"", "samp_*")
            .Step("funnel", "echo \"g=$(MERLIN_GLOB_PATH) a=$(MERLIN_PATHS_ALL) b=$(both.workspace) s=$(samp.workspace)\"", "both_*", "samp")
            .Plan();

        Assert.Equal("echo \"1 b1 id=1 p=01\"\n", plan.Body("samp", 1, false, "1", "b1"));
        Assert.Equal("echo \"hola 2 2 /w/both/GREET.hola\"\n", plan.Body("both_GREET.hola", 2, false, "2", "b2"));
        Assert.Equal("echo \"g=*/ a=00 01 02 b=/w/both s=/w/samp\"\n", plan.Body("funnel"));
        Assert.Equal(10, plan.Nodes.Sum(n => n.Count));
        Assert.Equal("/w/both/GREET.hola/02", new NodeRenderer(plan, plan.Node("both_GREET.hola")).Directory(2));
    }

    [Fact]
    public void Advice_to_restore_packed_files_names_the_node_of_the_same_combination()
    {
        IReadOnlyList<SpecProblem> warnings = new StudyUnderTest
        {
            Samples = StudyUnderTest.SamplesOf(3, 25, "X"),
            Packing = new SamplePacking(SamplePacking.KeepAll, SamplePacking.DefaultKeepLimit),
        }
            .Parameter("SIZE", "S.%%", "1", "2")
            .Parameter("RATE", "R.%%", "3", "4")
            .Step("mesh", "echo $(X)")
            .Step("sim", "cat $(mesh.workspace)/$(MERLIN_SAMPLE_PATH)/f; echo $(SIZE) $(RATE)", "mesh")
            .Step("post", "cat $(sim.workspace)/$(MERLIN_SAMPLE_PATH)/f", "sim")
            .PlanWithWarnings().Warnings;

        Assert.Equal(
            ["merlin extract $(MERLIN_WORKSPACE) mesh $(MERLIN_SAMPLE_ID)", "merlin extract $(MERLIN_WORKSPACE) sim_$(RATE.label).$(SIZE.label) $(MERLIN_SAMPLE_ID)"],
            warnings.Select(static warning => warning.Message.Split('\'')).Select(static quoted => quoted.Single(static part => part.StartsWith("merlin extract", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_hierarchy_of_three_levels()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(12, 3, "X") }
            .Step("s", "echo $(X)")
            .Step("t", "echo $(X)", "s")
            .Step("u", "echo $(MERLIN_PATHS_ALL); ls $(s.workspace)/$(MERLIN_GLOB_PATH)/s.out", "t_*")
            .Plan();

        Assert.Equal(
            "echo 0/0/0 0/0/1 0/0/2 0/1/0 0/1/1 0/1/2 0/2/0 0/2/1 0/2/2 1/0/0 1/0/1 1/0/2; ls /w/s/*/*/*//s.out\n",
            plan.Body("u"));
        Assert.Equal("s/0/1/2", new NodeRenderer(plan, plan.Node("s")).RelativeDirectory(5));
    }

    [Theory]
    [InlineData(25, "00/00", "01/24")]
    [InlineData(10, "00/00", "04/09")]
    public void Fifty_samples(int levelMaxDirs, string first, string last)
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(50, levelMaxDirs, "X") }.Step("s", "$(X)").Plan();
        var renderer = new NodeRenderer(plan, plan.Nodes[0]);

        Assert.Equal("s/" + first, renderer.RelativeDirectory(0));
        Assert.Equal("s/" + last, renderer.RelativeDirectory(49));
    }

    [Fact]
    public void One_sample_lives_in_the_steps_own_workspace()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(1, 25, "X", "Y") }
            .Step("s", "echo \"$(X) $(Y) [$(MERLIN_SAMPLE_ID)] [$(MERLIN_SAMPLE_PATH)] [$(MERLIN_GLOB_PATH)]\"")
            .Plan();
        var renderer = new NodeRenderer(plan, plan.Nodes[0]);

        Assert.Equal("echo \"1.5 2.0 [0] [] []\"\n", plan.Body("s", 0, false, "1.5", "2.0"));
        Assert.Equal("/w/s", renderer.Directory(0));
        Assert.Equal("s/", renderer.StatusKey(0));
    }

    [Theory]
    [InlineData("echo $(X)", true)]
    [InlineData("# $(X)", true)]
    [InlineData("echo $(x)", false)]
    [InlineData("echo $(merlin_sample_id)", true)]
    [InlineData("echo $(Merlin_Sample_Id)", false)]
    [InlineData("echo $(XY) $X ${X}", false)]
    [InlineData("echo $(MERLIN_GLOB_PATH)", false)]
    [InlineData("echo $(echo $(X))", true)]
    public void Only_exact_tokens_make_a_step_sampled(string cmd, bool sampled)
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(3, 25, "X") }.Step("s", cmd).Plan();

        Assert.Equal(sampled, plan.Nodes[0].Sampled);
        Assert.Equal(sampled ? 3 : 1, plan.Nodes[0].Count);
    }

    [Fact]
    public void A_label_in_restart_alone_makes_a_step_sampled()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(3, 25, "X") }
            .Step("s", "first", [], [("restart", "again $(X)")])
            .Plan();

        Assert.True(plan.Nodes[0].Sampled);
        Assert.Equal("again v\n", plan.Body("s", 1, true, "v"));
        Assert.Equal("first\n", plan.Body("s", 1, false, "v"));
    }

    [Fact]
    public void Exit_codes_that_stop_and_raise_are_filled_in()
    {
        StudyPlan plan = new StudyUnderTest().Step("s", "$(MERLIN_STOP_WORKERS) $(MERLIN_RAISE_ERROR)").Plan();

        Assert.Equal("105 106\n", plan.Body("s"));
    }

    [Fact]
    public void Paths_all_over_its_limit_is_refused_and_the_file_of_paths_is_not()
    {
        SampleSource many = StudyUnderTest.SamplesOf(100_000_000, 25, "X");

        SpecException error = Assert.Throws<SpecException>(
            () => new StudyUnderTest { Samples = many }.Step("s", "echo $(MERLIN_PATHS_ALL)").Plan());
        StudyPlan plan = new StudyUnderTest { Samples = many }.Step("s", "cat $(MERLIN_PATHS_FILE)").Plan();

        Assert.Equal("study step 's' → run.cmd", error.Problems.Single().Key);
        Assert.Contains("$(MERLIN_GLOB_PATH)", error.Message, StringComparison.Ordinal);
        Assert.Contains("$(MERLIN_PATHS_FILE)", error.Message, StringComparison.Ordinal);
        Assert.Equal("/w/merlin_info/sample_paths.txt", plan.PathsFile);
        Assert.Equal("cat /w/merlin_info/sample_paths.txt\n", plan.Body("s"));
    }

    [Theory]
    [InlineData(3, "are not used")]
    [InlineData(1, "stay in the scripts")]
    public void Unequal_numbers_of_labels_and_columns_are_reported(int columns, string expected)
    {
        SampleSource samples = StudyUnderTest.SamplesOf(3, 25, "X", "Y") with { Columns = columns };

        PlanResult result = new StudyUnderTest { Samples = samples }.Step("s", "$(X)").PlanWithWarnings();

        Assert.Contains(expected, Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, false, true)]
    [InlineData(10_001, false, false)]
    [InlineData(10_001, true, true)]
    public void Status_files_are_kept_where_they_are_few_or_asked_for(long rows, bool asked, bool kept)
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(rows, 25, "X"), StatusFiles = asked }
            .Step("s", "$(X)").Plan();

        Assert.Equal(kept, plan.Nodes[0].StatusFiles);
    }
}

using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Tests.Expansion;

public sealed class ParameterExpansionTests
{
    [Fact]
    public void Combinations_are_zipped_and_a_funnel_has_one_node()
    {
        StudyPlan plan = new StudyUnderTest()
            .Parameter("GREET", "GREET.%%", "hello", "hola")
            .Parameter("WORLD", "WORLD.%%", "world", "mundo")
            .Step("step_1", "echo \"$(GREET), $(WORLD)!\"")
            .Step("step_2", "print()", ["step_1_*"], [("shell", "/usr/bin/env python3")])
            .Plan();

        Assert.Equal(["step_1_GREET.hello.WORLD.world", "step_1_GREET.hola.WORLD.mundo", "step_2"], plan.Names());
        Assert.Equal("step_1/GREET.hola.WORLD.mundo", plan.Nodes[1].Directory);
        Assert.Equal("#!/bin/bash\n\necho \"hola, mundo!\"\n", plan.Script(plan.Nodes[1].Name));
        Assert.Equal("#!/usr/bin/env python3\n\nprint()\n", plan.Script("step_2"));
        Assert.Equal([plan.Nodes[0].Name, plan.Nodes[1].Name], plan.WaitsFor("step_2"));
        Assert.Equal([KeyValuePair.Create("GREET", "\"hello\""), KeyValuePair.Create("WORLD", "\"world\"")], plan.Nodes[0].CommandParameters!);
        Assert.Null(plan.Nodes[0].RestartParameters);
        Assert.Null(plan.Node("step_2").CommandParameters);
    }

    [Fact]
    public void Parameters_are_inherited_through_unstarred_dependencies_only()
    {
        StudyPlan plan = new StudyUnderTest()
            .Parameter("B", "B.%%", "u", "v")
            .Parameter("A", "A.%%", "1", "2")
            .Step("a", "echo $(A)")
            .Step("plain", "echo p")
            .Step("inh", "echo $(a.workspace) $(plain.workspace)", "a", "plain")
            .Step("fun", "echo $(a.workspace)", "a_*")
            .Step("both", "echo $(B) $(inh.workspace)", "inh")
            .Step("starown", "echo $(B) $(a.workspace)", "a*")
            .Plan();

        Assert.Equal("echo /w/a/A.1 /w/plain\n", plan.Body("inh_A.1"));
        Assert.Equal("echo /w/a\n", plan.Body("fun"));
        Assert.Equal("echo u /w/inh/A.1\n", plan.Body("both_A.1.B.u"));
        Assert.Equal("echo v /w/a\n", plan.Body("starown_B.v"));
        Assert.Equal(["both/A.1.B.u", "both/A.2.B.v"], plan.Nodes.Where(n => n.Step == "both").Select(n => n.Directory));
        Assert.Equal(["a_A.2", "plain"], plan.WaitsFor("inh_A.2"));
        Assert.Equal(["a_A.1", "a_A.2"], plan.WaitsFor("starown_B.u"));
    }

    [Fact]
    public void Labels_are_sanitised_and_equal_combinations_collapse()
    {
        PlanResult result = new StudyUnderTest()
            .Parameter("A", "A.%%", "1", "1", "2")
            .Parameter("B", "B_%%", "x y", "q/z", "w")
            .Step("a", "echo $(A)")
            .Step("b", "echo b", [], [("restart", "echo again")], description: "about $(B)")
            .Step("ab", "echo $(A) $(B) $(b.workspace)", "b")
            .PlanWithWarnings();

        StudyPlan plan = result.Plan;
        Assert.Equal(
            ["a/A.1", "a/A.2", "b/B_x_y", "b/B_qz", "b/B_w", "ab/A.1.B_x_y", "ab/A.1.B_qz", "ab/A.2.B_w"],
            plan.Nodes.Select(n => n.Directory));
        Assert.Equal(["b_B_x_y", "b_B_qz", "b_B_w"], plan.Nodes.Where(n => n.Step == "b").Select(n => n.ScriptBase));
        Assert.Equal("echo 1 q/z /w/b/B_qz\n", plan.Body("ab_A.1.B_q/z"));
        SpecProblem warning = Assert.Single(result.Warnings);
        Assert.Equal("study step 'a'", warning.Key);
        Assert.Contains("same labels", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_is_used_only_where_its_whole_name_stands()
    {
        StudyPlan plan = new StudyUnderTest()
            .Parameter("A", "A.%%", "1", "2")
            .Step("other", "echo $(AB) $A $(a)")
            .Step("label", "echo $(A.label)")
            .Step("name", "echo $(A.name)")
            .Plan();

        Assert.Equal("echo $(AB) $A $(a)\n", plan.Body("other"));
        Assert.Equal("echo A.2\n", plan.Body("label_A.2"));
        Assert.Equal("echo A\n", plan.Body("name_A.1"));
    }

    [Fact]
    public void Values_keep_their_types_and_take_python_forms()
    {
        StudyPlan plan = new StudyUnderTest()
            .Parameter("X", "X.%%", "0.10", "1", "yes", "text")
            .Step("s", "echo $(X)", [], [("restart", "again $(X)"), ("task_queue", "q_$(X)")])
            .Plan();

        Assert.Equal(["s_X.0.1", "s_X.1", "s_X.True", "s_X.text"], plan.Names());
        Assert.Equal(["0.1", "1", "true", "\"text\""], plan.Nodes.Select(n => n.CommandParameters!.Single().Value));
        Assert.Equal(["0.1", "1", "true", "\"text\""], plan.Nodes.Select(n => n.RestartParameters!.Single().Value));
        Assert.Equal(["q_0.1", "q_1", "q_True", "q_text"], plan.Nodes.Select(n => n.Queue));
        Assert.Equal("again text\n", plan.Body("s_X.text", restart: true));
    }

    [Fact]
    public void A_number_of_a_step_may_be_a_parameter()
    {
        StudyPlan plan = new StudyUnderTest { Batch = new BatchSpec { Type = "slurm" } }
            .Parameter("P", "P.%%", "2", "4")
            .Step("s", "$(LAUNCHER) x", [], [("procs", "$(P)")])
            .Plan();

        Assert.Equal("srun -n 4 x\n", plan.Body("s_P.4"));
    }

    [Fact]
    public void A_number_that_stays_a_token_is_an_error()
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Step("s", "x", [], [("procs", "$(P)")])
            .Plan());

        Assert.Contains("procs", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("merlin_info")]
    [InlineData("..")]
    [InlineData("///")]
    public void A_step_cannot_take_a_directory_that_is_not_its_own(string name)
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest().Step(name, "x").Plan());

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, error.Problems.Single().Line);
    }

    [Fact]
    public void Two_nodes_cannot_share_a_directory()
    {
        SpecException steps = Assert.Throws<SpecException>(() => new StudyUnderTest().Step("a/b", "x").Step("ab", "x").Plan());
        SpecException labels = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Parameter("P", "%%", "q/z", "qz").Step("s", "$(P)").Plan());

        Assert.Contains("'ab' and 'a/b'", steps.Message, StringComparison.Ordinal);
        Assert.Contains("'s/qz'", labels.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_too_long_for_a_file_are_refused()
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Parameter("P", "%%", new string('x', 250)).Step("s", "$(P)").Plan());

        Assert.Contains("shorten", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_cannot_leave_the_workspace()
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Parameter("P", "%%", "..").Step("s", "$(P)").Plan());

        Assert.Contains("'..'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_combinations_and_ten_thousand_steps_are_planned()
    {
        var wide = new StudyUnderTest().Parameter("P", "P.%%", [.. Enumerable.Range(0, 10_000).Select(i => $"{i}")])
            .Step("a", "echo $(P)").Step("b", "cat $(a.workspace)/x", "a").Step("c", "c", "b_*");
        var deep = new StudyUnderTest().Step("s0", "x");
        for (int i = 1; i < 10_000; i++)
        {
            deep.Step($"s{i}", $"cat $(s{i - 1}.workspace)/x", $"s{i - 1}");
        }

        StudyPlan widePlan = wide.Plan();
        StudyPlan deepPlan = deep.Plan();

        Assert.Equal(20_001, widePlan.Nodes.Count);
        Assert.Equal(10_000, widePlan.Node("c").Dependencies.Count);
        Assert.Equal(["~a_P.77"], widePlan.WaitsFor("b_P.77"));
        Assert.Equal(["~s9998"], deepPlan.WaitsFor("s9999"));
    }

    [Fact]
    public void A_funnel_of_funnels_is_refused_before_it_takes_all_memory()
    {
        SpecException error = Assert.Throws<SpecException>(() => new StudyUnderTest()
            .Parameter("P", "P.%%", [.. Enumerable.Range(0, 10_000).Select(i => $"{i}")])
            .Step("a", "echo $(P)").Step("b", "echo $(P)", "a_*").Plan());

        Assert.Contains("without parameters between", error.Message, StringComparison.Ordinal);
    }
}

using System.Reflection;
using System.Text;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Expansion;

namespace Merlin.Workflow.Tests.Rendering;

public sealed class StudyPlanFormatTests
{
    [Fact]
    public void A_plan_read_back_is_the_plan_written()
    {
        StudyPlan plan = new StudyUnderTest { Samples = StudyUnderTest.SamplesOf(100_000_000, 25, "X", "Ü"), Batch = new BatchSpec { Type = "pbs" } }
            .Parameter("P", "P.%%", "0.5", "yes")
            .Step("s", "echo \"$(P)\" '$(X)' \\ < > & \n", [], [("restart", "r $(P)"), ("retry_delay", "3"), ("timeout", "1.5"), ("max_retries", "2")])
            .Step("t", "t $(Ü)", "s")
            .Step("u", "cat $(MERLIN_PATHS_FILE)", "t_*")
            .Plan() with
        { DryRun = true, Variables = [KeyValuePair.Create("A", "b c")] };

        byte[] first = StudyPlanFormat.Write(plan);
        StudyPlan back = StudyPlanFormat.Read(first);

        Assert.Equal(first, StudyPlanFormat.Write(back));
        Assert.Equal(plan.PathsFile, back.PathsFile);
        Assert.Equal(plan.Samples!.Labels, back.Samples!.Labels);
        Assert.Equal(plan.Samples.Rows, back.Samples.Rows);
        Assert.Equal(plan.Variables, back.Variables);
        Assert.True(back.DryRun);
        foreach ((PlanNode written, PlanNode read) in plan.Nodes.Zip(back.Nodes))
        {
            Assert.Equal(written.Dependencies, read.Dependencies);
            Assert.Equal(written.Unpacks, read.Unpacks);
            Assert.Equal(written.CommandParameters, read.CommandParameters);
            Assert.Equal(written.RestartParameters, read.RestartParameters);
            Assert.Equal(
                written with { Dependencies = [], Unpacks = [], CommandParameters = null, RestartParameters = null },
                read with { Dependencies = [], Unpacks = [], CommandParameters = null, RestartParameters = null });
        }
    }

    [Fact]
    public void Every_member_of_a_plan_is_kept()
    {
        Assert.All(Members<StudyPlan>(), static member => Assert.NotEqual(member.GetValue(Plans.Empty), member.GetValue(Plans.Full)));
        Assert.All(Members<PlanNode>(), static member => Assert.NotEqual(member.GetValue(Plans.EmptyNode), member.GetValue(Plans.FullNode)));

        StudyPlan back = StudyPlanFormat.Read(StudyPlanFormat.Write(Plans.Full));

        Assert.Equivalent(Plans.Full, back, strict: true);
        Assert.Equivalent(Plans.Empty, StudyPlanFormat.Read(StudyPlanFormat.Write(Plans.Empty)), strict: true);
    }

    [Fact]
    public void The_bytes_of_a_plan_stay_what_they_are() =>
        Assert.Equal(Plans.FullText, Encoding.UTF8.GetString(StudyPlanFormat.Write(Plans.Full)));

    [Fact]
    public void Members_that_are_missing_have_their_defaults_and_unknown_ones_do_no_harm()
    {
        const string Text =
            """
            {"Version":1,"Other":[1],"Plan":{"Name":"n","Workspace":"/w","Timestamp":"t","Other":{"a":1},"Nodes":[{"Name":"a","Step":"a",
            "Directory":"a","ScriptBase":"a","ScriptExtension":".sh","Shell":"/bin/sh","Command":"c","Queue":"q","Other":null,"Resources":null}]}}
            """;

        Assert.Equivalent(Plans.Empty, StudyPlanFormat.Read(Encoding.UTF8.GetBytes(Text)), strict: true);
    }

    private static IEnumerable<PropertyInfo> Members<T>() => typeof(T).GetProperties().Where(static member => member.CanWrite);

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("junk", "damaged")]
    [InlineData("{}", "format 0")]
    [InlineData("{\"Version\":1}", "damaged")]
    [InlineData("{\"Version\":2,\"Plan\":null}", "format 2")]
    [InlineData("{\"Version\":1,\"Plan\":{\"Name\":\"x\"}}", "damaged")]
    [InlineData("[]", "damaged")]
    [InlineData("{\"Version\":\"1\"}", "damaged")]
    [InlineData("{\"Version\":12345678901}", "damaged")]
    [InlineData("{\"Version\":1,\"Plan\":{\"Name\":null,\"Workspace\":\"\",\"Timestamp\":\"\",\"Nodes\":[]}}", "damaged")]
    [InlineData("{\"Version\":1,\"Plan\":{\"Name\":\"\",\"Workspace\":\"\",\"Timestamp\":\"\",\"Nodes\":[]}}x", "damaged")]
    public void Something_else_is_refused(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StudyPlanFormat.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}

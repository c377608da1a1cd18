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

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("junk", "damaged")]
    [InlineData("{}", "format 0")]
    [InlineData("{\"Version\":1}", "damaged")]
    [InlineData("{\"Version\":2,\"Plan\":null}", "format 2")]
    [InlineData("{\"Version\":1,\"Plan\":{\"Name\":\"x\"}}", "damaged")]
    public void Something_else_is_refused(string text, string expected)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StudyPlanFormat.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}

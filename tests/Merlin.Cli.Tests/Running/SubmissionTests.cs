using Merlin.Broker;
using Merlin.Cli.Running;
using Merlin.Cli.Tests.Support;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Running;

public sealed class SubmissionTests
{
    [Fact]
    public void Every_array_tells_what_one_of_its_tasks_holds()
    {
        StudyPlan plan = Plans.Of(
            0,
            Plans.Node("mpi", "mpi", "mpi") with { Resources = new PlanResources(Nodes: 2, Procs: 8, CoresPerProc: 4, GpusPerProc: 1) },
            Plans.Node("sum", "sum", "sum"));

        Assert.Equal(
            [new ResourceShape(2, 8, 4, 1), ResourceShape.OneCore],
            Submission.Of(plan).Arrays.Select(static array => array.Shape));
    }
}

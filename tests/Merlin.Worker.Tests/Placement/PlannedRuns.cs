using Merlin.Broker;
using Merlin.Worker.Leases;
using Merlin.Worker.Packing;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Placement;

/// <summary>Tasks of a plan as they are when a worker has prepared them.</summary>
internal sealed class PlannedRuns : IDisposable
{
    private readonly PackedWork _packed;
    private readonly StudyWork _study;
    private int _index;

    public PlannedRuns(WorkerOptions options, params PlanNode[] nodes)
    {
        var plan = new StudyPlan { Name = "study", Workspace = "/nowhere", Timestamp = "20260101-000000", Nodes = nodes };
        _packed = new PackedWork(options, options.Slots);
        _study = new StudyWork(new StudyId(1), plan, options, _packed);
    }

    /// <summary>The next task.</summary>
    /// <param name="node">The place of its node in the plan.</param>
    public TaskRun Next(int node)
    {
        var run = new TaskRun();
        var key = new TaskKey(new LeaseId(1), 0, _index++);
        run.Begin(new LeasedTask(key, new ArrayId(_study.Id, node), default), _study.Node(node), latestStart: long.MaxValue);
        Assert.True(run.TryMove(RunStage.Queued, RunStage.Prepared));
        return run;
    }

    public void Dispose()
    {
        _study.Dispose();
        _packed.Dispose();
    }
}

using Merlin.Broker;
using Merlin.Worker.Leases;
using Merlin.Worker.Packing;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests;

/// <summary>A node of a study in a workspace of its own, without a worker at work.</summary>
internal sealed class OneNode : IDisposable
{
    private readonly PackedWork _packed;
    private readonly StudyWork _study;

    public OneNode(PlanNode node)
    {
        Workspace = Directory.CreateTempSubdirectory("merlin-node-").FullName;
        var plan = new StudyPlan { Name = "study", Workspace = Workspace, Timestamp = "20260101-000000", Nodes = [node] };
        _packed = new PackedWork(Options, Options.Slots);
        _study = new StudyWork(new StudyId(1), plan, Options, _packed);
    }

    public static WorkerOptions Options { get; } = new() { Name = "wk", Slots = 1 };

    public string Workspace { get; }

    public NodeWork Node => _study.Node(0);

    /// <summary>Its first attempt at its only task.</summary>
    public TaskRun Begin()
    {
        var run = new TaskRun();
        run.Begin(new LeasedTask(new TaskKey(new LeaseId(1), 0, 0), new ArrayId(new StudyId(1), 0), default), Node, latestStart: 0);
        return run;
    }

    public void Dispose()
    {
        _study.Dispose();
        _packed.Dispose();
        Directory.Delete(Workspace, recursive: true);
    }
}

using Merlin.Worker.Instances;
using Merlin.Worker.Placement;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Placement;

public sealed class PlacedTasksTests : IDisposable
{
    private const int Cores = 16;
    private readonly PlannedRuns _runs = new(
        new WorkerOptions { Name = "wk", Slots = Cores },
        Rig.Node("packed", "true"),
        Rig.Node("jobs", "true") with { Launch = TaskLaunch.Job, Resources = new PlanResources(0, Cores, 1, 0) });
    private readonly PlacedTasks _placed = new(SeatPlanWorld.Instance([Cores], [0]), most: 100, new BegunTasks(), static () => { });

    [Fact]
    public void The_spawner_looks_again_when_the_turn_comes_to_its_tasks_as_a_job_begins()
    {
        TaskRun first = Add(0);
        Assert.True(_placed.TryBegin(out TaskRun? begun));
        Assert.Same(first, begun);
        for (int i = 0; i < Cores + 2; i++)
        {
            Add(1);
        }

        CoverInOrder();
        TaskRun second = Add(0);
        Assert.False(_placed.TryBegin(out _), "it is the jobs' turn");

        TaskRun? next = null;
        while (next is null && _placed.TryBeginElsewhere(out _))
        {
            if (_placed.MayBegin)
            {
                _placed.TryBegin(out next);
            }
        }

        Assert.Same(second, next); // of the cores of a placeholder one was free
    }

    public void Dispose() => _runs.Dispose();

    private TaskRun Add(int node)
    {
        TaskRun run = _runs.Next(node);
        _placed.Add(run);
        return run;
    }

    /// <summary>Does what is to be done with placeholders, each of which gets the next cores.</summary>
    private void CoverInOrder()
    {
        int core = 0;
        for (IReadOnlyList<BlockOrder> orders = _placed.TakeOrders(); orders.Count > 0; orders = _placed.TakeOrders())
        {
            foreach (BlockOrder order in orders)
            {
                if (order.Begins)
                {
                    _placed.Cover(order.Block, [.. Enumerable.Range(core, order.Block.CoreCount)], []);
                    core += order.Block.CoreCount;
                }
                else
                {
                    _placed.Uncover(order.Block);
                }
            }
        }
    }
}

using Merlin.Posix;
using Merlin.Worker.Instances;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;
using Merlin.Worker.Tests.Placement;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

public sealed class DeskTasksTests
{
    [Fact]
    public void The_loss_of_the_instance_is_no_cause_for_the_end_of_a_task_that_had_ended_before()
    {
        var options = new WorkerOptions { Name = "wk", Slots = 2 };
        using var runs = new PlannedRuns(
            options, Rig.Node("s", "true") with { Launch = TaskLaunch.Job, Resources = new PlanResources(0, 1, 1, 0) });
        var steps = new KeptSteps();
        var placed = new PlacedTasks(SeatPlanWorld.Instance([2], [0]), most: 2, new BegunTasks(), static () => { });
        var tasks = new DeskTasks(placed, new TaskMinder(options, steps), steps, TimeProvider.System);
        PretendTask ended = Begin();
        PretendTask running = Begin();
        tasks.End(ended, new ChildExit(1, BySignal: false), TimeSpan.FromSeconds(1));

        tasks.NoteLoss(); // Flux still has something of both

        Assert.Equal((EndCause.None, EndCause.PlaceLost), (ended.Task.Cause, running.Task.Cause));
        Assert.Empty(ended.Signals);
        Assert.Equal([SignalNumber.Kill], running.Signals);

        PretendTask Begin()
        {
            placed.Add(runs.Next(0));
            Assert.True(placed.TryBeginElsewhere(out TaskRun? run));
            var task = new PretendTask(run);
            tasks.Add(task);
            return task;
        }
    }

    private sealed class PretendTask(TaskRun run) : OutsideTask(run)
    {
        public List<SignalNumber> Signals { get; } = [];

        public override void Signal(SignalNumber signal) => Signals.Add(signal);
    }
}

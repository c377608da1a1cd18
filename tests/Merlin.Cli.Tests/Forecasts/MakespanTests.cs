using Merlin.Broker;
using Merlin.Cli.Forecasts;
using Merlin.Workflow.Forecast;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Forecasts;

public sealed class MakespanTests
{
    private static readonly AllocationShape TenCores = new(1, 10, 0);

    [Fact]
    public void One_step_takes_whole_rounds() => Assert.Equal(3 * 5, Makespan(TenCores, Step("a", 21, 5)));

    [Fact]
    public void Steps_that_wait_for_all_follow_each_other() =>
        Assert.Equal(10 + 4, Makespan(TenCores, Step("a", 100, 1), Step("b", 20, 2, new StepLink(0, StepLinkKind.All))));

    [Fact]
    public void Samples_flow_through_their_chain() =>
        Assert.Equal(2 * (3 + 4), Makespan(TenCores, Step("a", 20, 3), Step("b", 20, 4, new StepLink(0, StepLinkKind.Sample))));

    [Fact]
    public void Narrow_steps_run_beside_each_other() =>
        Assert.Equal(9, Makespan(TenCores, Step("a", 2, 9), Step("b", 3, 7), Step("c", 5, 8)));

    [Fact]
    public void A_wide_step_waits_for_what_a_narrow_one_leaves()
    {
        // Five cores for ten seconds, and the other five for a hundred core-seconds of work; all ten from then on.
        double? seconds = Makespan(TenCores, Step("a", 5, 10), Step("b", 100, 1));

        Assert.Equal(10 + ((100 - 50) / 10.0), seconds!.Value, 6);
    }

    [Fact]
    public void No_study_is_faster_than_its_critical_path() =>
        Assert.Equal(6, Makespan(new(1, 1000, 0), Step("a", 3, 1), Step("b", 3, 2, new StepLink(0, StepLinkKind.Sample)), Step("c", 1, 3, new StepLink(1, StepLinkKind.All))));

    [Fact]
    public void Tasks_hold_what_their_step_says()
    {
        StepForecast wide = Step("a", 8, 1) with { Shapes = [new(new PlanResources(0, 4, 1, 0), 8)] };

        Assert.Equal(4, Makespan(TenCores, wide));
    }

    [Fact]
    public void What_is_not_known_is_not_guessed()
    {
        var study = new StudyForecast([Step("a", 1, 1), Step("b", 1, 1)]);
        var times = new StepTimes();
        times.Take(["a=1"], study);

        Assert.Null(MakespanEstimate.Of(study, times, TenCores));
    }

    [Fact]
    public void What_never_fits_has_no_end()
    {
        StepForecast large = Step("a", 1, 1) with { Shapes = [new(new PlanResources(2, 2, 1, 0), 1)] };

        Assert.Null(Makespan(TenCores, large));
        Assert.Equal(1, Makespan(new(2, 10, 0), large));
    }

    [Theory]
    [InlineData(4, 36, 0, 0, 1, 1, 0, 144)]
    [InlineData(4, 36, 0, 0, 36, 1, 0, 4)]
    [InlineData(4, 36, 0, 0, 40, 1, 0, 2)] // processes on two nodes each
    [InlineData(4, 36, 0, 3, 3, 1, 0, 36)] // one instance of three nodes
    [InlineData(4, 36, 0, 5, 5, 1, 0, 0)]
    [InlineData(4, 36, 0, 0, 1, 37, 0, 0)]
    [InlineData(4, 36, 4, 0, 1, 1, 1, 16)]
    [InlineData(4, 36, 0, 0, 1, 1, 1, 0)]
    public void An_allocation_is_split_by_what_tasks_need(
        int nodes, int cores, int gpus, int onNodes, int procs, int coresPerProc, int gpusPerProc, long slots) =>
        Assert.Equal(slots, new AllocationShape(nodes, cores, gpus).SlotsFor(new ResourceShape(onNodes, procs, coresPerProc, gpusPerProc)));

    [Fact]
    public void The_critical_path_is_the_longest_chain()
    {
        var study = new StudyForecast([Step("a", 1, 1), Step("b", 1, 1, All(0)), Step("c", 1, 1, All(0)), Step("d", 1, 1, All(1), All(2))]);
        var times = new StepTimes();
        times.Take(["a=1", "b=2", "c=3", "d=1"], study);

        CriticalPath path = CriticalPath.Of(study, times);

        Assert.Equal([0, 2, 3], path.Steps);
        Assert.Equal(5, path.Seconds);
        Assert.Null(CriticalPath.Of(study, new StepTimes()).Seconds);
        Assert.Equal([0, 1, 3], CriticalPath.Of(study, new StepTimes()).Steps);
    }

    [Fact]
    public void Short_tasks_share_leases_and_reports_and_long_ones_have_their_own()
    {
        var study = new StudyForecast([Step("a", 100_000, 1)]);
        BrokerTraffic quick = Traffic(study, "a=0.001");
        BrokerTraffic slow = Traffic(study, "a=60");

        Assert.Equal(100_000, slow.Reports);
        Assert.Equal(100_000, slow.Leases);
        Assert.InRange(quick.Leases, 100_000 / 4096, 100);
        Assert.InRange(quick.Reports, quick.Leases, 1000);
        Assert.True(quick.Messages < slow.Messages);
    }

    private static BrokerTraffic Traffic(StudyForecast study, string duration)
    {
        var times = new StepTimes();
        times.Take([duration], study);
        return BrokerTraffic.Of(study, times, TenCores, MakespanEstimate.Of(study, times, TenCores)!.Value);
    }

    private static StepLink All(int step) => new(step, StepLinkKind.All);

    private static double? Makespan(AllocationShape allocation, params StepForecast[] steps)
    {
        var study = new StudyForecast(steps);
        var times = new StepTimes();
        times.Take([.. steps.Select(static step => FormattableString.Invariant($"{step.Name}={step.TimeoutSeconds}"))], study);
        return MakespanEstimate.Of(study, times, allocation);
    }

    // The timeout carries the time that the test gives the step's tasks.
    private static StepForecast Step(string name, long tasks, double seconds, params StepLink[] after) => new()
    {
        Name = name,
        Nodes = 1,
        Tasks = tasks,
        Sampled = tasks > 1,
        After = after,
        Shapes = [new(PlanResources.OneCore, tasks)],
        TimeoutSeconds = seconds,
        Left = default,
        ScriptBytes = 0,
        IsEstimate = false,
    };
}

using Merlin.Cli.Allocations.Scaling;

namespace Merlin.Cli.Tests.Allocations;

/// <summary>What holds for every decision, over many random looks.</summary>
public sealed class ScalingPolicyTests
{
    private const int Looks = 20_000;
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_step_leads_above_the_most_or_away_from_the_least() => ForManyLooks((limits, look) =>
    {
        ScalingStep step = new ScalingPolicy(limits).Decide(look, Backoff.None);
        Assert.True(step.Submit >= 0);
        Assert.True(step.Submit == 0 || look.Allocations + step.Submit <= limits.Most, step.Reason);
        Assert.True(step.IsOver || look.Allocations + step.Submit >= limits.Least, step.Reason);
    });

    [Fact]
    public void It_is_over_exactly_when_no_work_is_left_and_none_is_to_be_kept() => ForManyLooks((limits, look) =>
        Assert.Equal(!look.HasWork && limits.Least == 0, new ScalingPolicy(limits).Decide(look, Backoff.None).IsOver));

    [Fact]
    public void More_tasks_never_want_fewer_allocations() => ForManyLooks((limits, look) =>
    {
        var policy = new ScalingPolicy(limits);
        ScalingLook more = look with { PresentTasks = look.PresentTasks + 1000 };
        Assert.True(policy.Decide(more, Backoff.None).Submit >= policy.Decide(look, Backoff.None).Submit);
    });

    [Fact]
    public void During_a_back_off_nothing_is_submitted_and_after_it_as_ever() => ForManyLooks((limits, look) =>
    {
        var policy = new ScalingPolicy(limits);
        Backoff backoff = Backoff.None.After(look.Time);
        Assert.Equal(0, policy.Decide(look, backoff).Submit);
        ScalingLook later = look with { Time = backoff.Until!.Value };
        Assert.Equal(policy.Decide(later, Backoff.None).Submit, policy.Decide(later, backoff).Submit);
    });

    [Fact]
    public void When_tasks_can_only_run_later_no_more_than_the_least_is_kept() => ForManyLooks((limits, look) =>
    {
        ScalingLook blocked = look with { PresentTasks = 0, LaterTasks = 5 };
        int submitted = new ScalingPolicy(limits).Decide(blocked, Backoff.None).Submit;
        Assert.Equal(Math.Max(0, limits.Least - look.Allocations), submitted);
    });

    [Theory]
    [InlineData(0, 0, 100, 0, 0, 4)] // none runs: 100 tasks, 25 an allocation by the estimate
    [InlineData(1, 1, 100, 50, 1, 0)] // running ones show 50 each
    [InlineData(1, 0, 101, 50, 1, 2)]
    [InlineData(2, 0, 100, 50, 1, 0)] // the agent of one is still to come
    [InlineData(2, 0, 100, 50, 0, 2)] // the slots are of workers elsewhere
    [InlineData(1, 0, 100, 100, 2, 0)] // one of the agents is not ours
    public void Running_workers_show_how_much_an_allocation_runs(
        int running, int waiting, long tasks, long slots, int agents, int submitted)
    {
        var look = new ScalingLook
        {
            Time = Noon,
            RunningAllocations = running,
            WaitingAllocations = waiting,
            PresentTasks = tasks,
            LaterTasks = 0,
            Slots = slots,
            ServingAgents = agents,
        };
        Assert.Equal(submitted, new ScalingPolicy(new ScalingLimits(0, 10, 25)).Decide(look, Backoff.None).Submit);
    }

    [Fact]
    public void Each_failure_doubles_the_wait_up_to_a_limit()
    {
        Backoff backoff = Backoff.None;
        List<double> seconds = [];
        for (int i = 0; i < 8; i++)
        {
            backoff = backoff.After(Noon);
            seconds.Add((backoff.Until!.Value - Noon).TotalSeconds);
        }

        Assert.Equal([30, 60, 120, 240, 480, 960, 960, 960], seconds);
    }

    private static void ForManyLooks(Action<ScalingLimits, ScalingLook> check)
    {
        var random = new Random(20260102);
        for (int i = 0; i < Looks; i++)
        {
            int least = random.Next(4);
            var limits = new ScalingLimits(least, Math.Max(1, least + random.Next(6)), random.Next(1, 200));
            check(limits, new ScalingLook
            {
                Time = Noon,
                RunningAllocations = random.Next(5),
                WaitingAllocations = random.Next(5),
                PresentTasks = random.Next(3) == 0 ? 0 : random.NextInt64(1, random.Next(2) == 0 ? 100 : long.MaxValue / 2),
                LaterTasks = random.Next(2) == 0 ? 0 : random.Next(1000),
                Slots = random.Next(500),
                ServingAgents = random.Next(5),
            });
        }
    }
}

using Merlin.Broker;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Tests.Placement;

public sealed class ExtraJobsTests
{
    private readonly CoreBook _book = new(SeatPlanWorld.Instance([4], [0]));
    private readonly ExtraJobs _jobs = new();

    [Fact]
    public void Each_counts_of_those_that_are_alike_until_it_has_ended()
    {
        ExtraJob job = Job(cores: 2, hasWaited: true);
        _jobs.Add(job);
        _jobs.Add(Job(cores: 2, hasWaited: true));
        _jobs.Add(Job(cores: 1, hasWaited: false));
        _jobs.Add(Job(cores: 5, hasWaited: true)); // fits nowhere
        Assert.Equal((5L, 2), Needed());

        _jobs.Remove(job);
        Assert.Equal((3L, 2), Needed());
    }

    [Fact]
    public void Those_that_had_room_count_only_beside_one_that_had_not()
    {
        ExtraJob waits = Job(cores: 2, hasWaited: true);
        _jobs.Add(waits);
        _jobs.Add(Job(cores: 1, hasWaited: false));
        Assert.Equal((3L, 2), Needed());

        _jobs.Remove(waits);
        Assert.False(_jobs.HaveWaited);
        Assert.Equal((0L, 0), Needed());
    }

    [Fact]
    public void A_script_is_one_launcher_until_all_of_its_jobs_have_ended_though_it_gives_back_its_cores()
    {
        Seat launcher = new(TaskDemand.OneCore, 0, [0], []) { IsSpawned = true };
        Seat like = new(TaskDemand.OneCore, 0, launcher.Cores, launcher.Gpus) { IsSpawned = true };
        ExtraJob first = Job(cores: 1, hasWaited: true, launcher);
        ExtraJob second = Job(cores: 2, hasWaited: false, launcher);
        _jobs.Add(first);
        _jobs.Add(second);
        _jobs.Add(Job(cores: 1, hasWaited: false, like));
        Assert.Equal(2, _jobs.Launchers.Count());

        launcher.HasYielded = true;
        _jobs.Remove(first);
        Assert.Contains(_jobs.Launchers, seat => ReferenceEquals(seat, launcher));

        _jobs.Remove(second);
        Assert.Same(like, Assert.Single(_jobs.Launchers));
    }

    private static ExtraJob Job(int cores, bool hasWaited, Seat? launcher = null) =>
        new(new TaskDemand(LaunchWay.Job, new ResourceShape(0, 1, cores, 0)), launcher, hasWaited);

    private (long Cores, int Kinds) Needed()
    {
        var need = new Need();
        _jobs.AddTo(need, _book);
        return (need.Cores, need.Kinds.Count);
    }
}

using Merlin.Broker;
using Merlin.Worker.Placement;

namespace Merlin.Worker.Tests.Placement;

public sealed class SeatPlanTests
{
    private static readonly LaunchWay[] Everything = [LaunchWay.Near, LaunchWay.Far, LaunchWay.Packed, LaunchWay.Job, LaunchWay.Script];

    private static readonly (int[] Cores, int[] Gpus, LaunchWay[] Ways)[] Kinds =
    [
        ([4], [0], [LaunchWay.Near, LaunchWay.Packed]),
        ([2], [0], Everything),
        ([16], [4], Everything),
        ([8, 8, 8], [0, 0, 0], Everything),
        ([3, 5], [1, 2], [LaunchWay.Packed, LaunchWay.Job]),
        ([6, 6], [0, 0], [LaunchWay.Job, LaunchWay.Script]),
    ];

    [Theory]
    [MemberData(nameof(Worlds))]
    public void In_any_world_nothing_is_shared_and_everything_comes_to_run(int seed, int kind) => Play(seed, kind, scriptsLaunch: false);

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Jobs_that_no_step_states_come_to_run_too(int seed, int kind) => Play(seed, kind, scriptsLaunch: true);

    private static void Play(int seed, int kind, bool scriptsLaunch)
    {
        (int[] cores, int[] gpus, LaunchWay[] ways) = Kinds[kind];
        var world = new SeatPlanWorld(seed, cores, gpus);
        var wishes = new List<Wish>();
        for (int turn = 0; turn < 600; turn++)
        {
            switch (world.Next(scriptsLaunch ? 5 : 4))
            {
                case 0:
                    TaskDemand demand = world.AnyDemand(ways, cores.Min(), cores.Length, gpus.Min());
                    if (world.Plan.Book.Resources!.Value.SlotsFor(demand.Shape) > 0)
                    {
                        wishes.Add(world.Add(demand));
                    }

                    break;
                case 1:
                    world.EndOne();
                    break;
                case 2:
                    world.Schedule();
                    break;
                case 4:
                    ResourceShape shape = world.AnyDemand([LaunchWay.Job], cores.Min(), cores.Length, gpus.Min()).Shape;
                    if (world.Plan.Book.Resources!.Value.SlotsFor(shape) > 0)
                    {
                        world.Launch(shape);
                    }

                    break;
                default:
                    if (wishes.Count > 0 && world.Next(10) == 0)
                    {
                        Wish wish = wishes[world.Next(wishes.Count)];
                        wish.IsDropped |= !world.Begun.Contains(wish);
                    }

                    break;
            }

            world.Begin();
        }

        for (int turn = 0; turn < 5000 && !world.IsQuiet; turn++)
        {
            world.Schedule();
            world.EndOne();
            world.Begin();
        }

        Assert.True(world.IsQuiet, "something waits for ever");
        Assert.Empty(world.Misfits);
        Assert.Equal(wishes.Where(static wish => !wish.IsDropped).Select(static wish => wish.Number), world.Ended.Select(static wish => wish.Number).Order());
    }

    public static TheoryData<int, int> Worlds()
    {
        var data = new TheoryData<int, int>();
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            for (int seed = 0; seed < 12; seed++)
            {
                data.Add(seed, kind);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Where_nodes_go_and_come_back_everything_comes_to_run_or_is_given_to_others(int seed, int kind)
    {
        (int[] cores, int[] gpus, LaunchWay[] ways) = Kinds[kind];
        var world = new SeatPlanWorld(seed, cores, gpus);
        var wishes = new List<Wish>();
        for (int turn = 0; turn < 600; turn++)
        {
            switch (world.Next(5))
            {
                case 0:
                    wishes.Add(world.Add(world.AnyDemand(ways, cores.Min(), cores.Length, gpus.Min())));
                    break;
                case 1:
                    world.EndOne();
                    break;
                case 2:
                    world.Schedule();
                    break;
                case 3:
                    Wish? dropped = wishes.FindLast(wish => !world.HasLeft(wish));
                    dropped?.IsDropped = true;
                    break;
                default:
                    if (world.Next(10) == 0)
                    {
                        int lost = world.Next(cores.Length);
                        world.UseNodes(rank => rank != lost || cores.Length == 1);
                    }

                    break;
            }

            world.Begin();
        }

        for (int turn = 0; turn < 5000 && !world.IsQuiet; turn++)
        {
            world.Schedule();
            world.EndOne();
            world.Begin();
        }

        Assert.True(world.IsQuiet, "something waits for ever");
        Assert.Equal(
            wishes.Where(static wish => !wish.IsDropped).Select(static wish => wish.Number),
            world.Ended.Concat(world.Misfits).Select(static wish => wish.Number).Order());
    }

    [Fact]
    public void Nothing_waits_for_a_task_that_is_not_wanted_any_more()
    {
        var world = new SeatPlanWorld(1, [4], [0]);
        world.Add(Job(procs: 4));
        Wish second = world.Add(Job(procs: 4));
        world.Begin();
        world.Schedule();
        Wish dropped = world.Add(Packed(cores: 4));
        world.Begin();
        dropped.IsDropped = true;

        world.EndOne();
        world.Schedule(); // placeholders for the one that was dropped
        world.Begin();
        world.Schedule();
        world.EndOne();

        Assert.Contains(second, world.Ended);
    }

    [Fact]
    public void Nothing_waits_for_a_task_that_is_given_to_others()
    {
        var world = new SeatPlanWorld(1, [2, 4], [0, 0]);
        world.Add(Job(procs: 4));
        world.Add(Job(procs: 2));
        Wish third = world.Add(Job(procs: 2));
        world.Begin();
        world.Schedule();
        Wish misfit = world.Add(Packed(cores: 4));
        world.UseNodes(static rank => rank == 0);

        world.EndOne();
        world.EndOne();
        world.Schedule(); // placeholders for the one that does not fit
        world.Begin();
        world.Schedule();
        world.EndOne();

        Assert.Equal([misfit], world.Misfits);
        Assert.Contains(third, world.Ended);
    }

    [Fact]
    public void Without_jobs_there_are_no_placeholders()
    {
        var world = new SeatPlanWorld(1, [4], [0]);
        for (int i = 0; i < 20; i++)
        {
            world.Add(TaskDemand.OneCore);
            world.Begin();
            world.Schedule();
        }

        Assert.Equal((4, 0, SharingStage.Alone), (world.Begun.Count, world.Placeholders, world.Plan.Sharing.Stage));
    }

    [Fact]
    public void No_more_tasks_run_than_may()
    {
        var world = new SeatPlanWorld(1, [4], [0], most: 2);
        for (int i = 0; i < 5; i++)
        {
            world.Add(TaskDemand.OneCore);
            world.Begin();
        }

        Assert.Equal(2, world.Begun.Count);
        world.EndOne();
        world.Begin();
        Assert.Equal(3, world.Begun.Count);
    }

    [Fact]
    public void Jobs_alone_need_no_placeholders_either()
    {
        var world = new SeatPlanWorld(1, [4], [0]);
        world.Add(Job(procs: 4));
        world.Begin();

        Assert.Equal((1, 0), (world.Begun.Count, world.Placeholders));
    }

    [Fact]
    public void Jobs_begin_when_what_runs_is_covered()
    {
        var world = new SeatPlanWorld(1, [4], [0]);
        world.Add(TaskDemand.OneCore);
        world.Add(TaskDemand.OneCore);
        world.Begin();
        Wish job = world.Add(Job(procs: 2));
        world.Begin();
        Assert.DoesNotContain(job, world.Begun);

        world.Schedule();
        world.Begin();

        Assert.Contains(job, world.Begun);
    }

    [Fact]
    public void Placeholders_give_way_to_jobs_that_scripts_launch_on_cores_of_their_own()
    {
        var world = new SeatPlanWorld(1, [2], [0]);
        Wish[] scripts = [world.Add(TaskDemand.OneCore), world.Add(TaskDemand.OneCore)];
        world.Begin();
        world.Add(Job(procs: 2));
        world.Begin();
        world.Schedule();
        Assert.Equal(2, world.Placeholders);
        Assert.Equal(scripts, world.Begun);
        world.Launch(ResourceShape.OneCore);
        world.Launch(ResourceShape.OneCore);
        for (int turn = 0; turn < 100 && !world.IsQuiet; turn++)
        {
            world.Schedule();
            world.EndOne();
            world.Begin();
        }

        Assert.All(scripts, script => Assert.Contains(script, world.Ended));
    }

    [Fact]
    public void Placeholders_give_way_where_no_more_scripts_may_run_than_wait_for_their_jobs()
    {
        var world = new SeatPlanWorld(1, [2], [0], most: 2);
        Wish[] scripts = [.. Enumerable.Range(0, 4).Select(_ => world.Add(TaskDemand.OneCore))];
        world.Begin();
        world.Add(Job(procs: 2));
        world.Begin();
        world.Schedule();
        Assert.Equal((2, 2), (world.Placeholders, world.Begun.Count));
        world.Launch(new ResourceShape(0, 2, 1, 0));
        world.Launch(new ResourceShape(0, 2, 1, 0));
        for (int turn = 0; turn < 100 && !world.IsQuiet; turn++)
        {
            world.Schedule();
            world.EndOne();
            world.Begin();
        }

        Assert.All(scripts, script => Assert.Contains(script, world.Ended));
    }

    [Fact]
    public void A_job_that_Flux_has_put_on_its_scripts_own_core_keeps_no_others_from_beginning()
    {
        var world = new SeatPlanWorld(1, [2], [0]);
        world.Add(TaskDemand.OneCore);
        world.Begin();
        world.Launch(ResourceShape.OneCore);
        world.Schedule();
        Wish job = world.Add(Job(procs: 1));
        for (int turn = 0; turn < 10; turn++)
        {
            world.Begin();
            world.Schedule();
        }

        Assert.Contains(job, world.Begun);
    }

    [Fact]
    public void Jobs_in_Fluxs_hands_get_their_turn_while_tasks_come_without_end()
    {
        var world = new SeatPlanWorld(1, [2], [0]);
        Wish[] jobs = [world.Add(Job(procs: 2)), world.Add(Job(procs: 2)), world.Add(Job(procs: 2))];
        world.Begin();
        for (int turn = 0; turn < 1000 && !jobs.All(world.Ended.Contains); turn++)
        {
            world.Add(Packed(cores: 1));
            world.Begin();
            world.Schedule();
            world.EndOne();
        }

        Assert.All(jobs, job => Assert.Contains(job, world.Ended));
    }

    [Fact]
    public void Smaller_tasks_overtake_a_larger_one_but_not_for_ever()
    {
        var world = new SeatPlanWorld(1, [4], [0]);
        world.Add(TaskDemand.OneCore);
        world.Begin();
        Wish large = world.Add(Packed(cores: 4));
        for (int i = 0; i < 1000 && !world.Begun.Contains(large); i++)
        {
            world.Add(TaskDemand.OneCore);
            world.Begin();
            world.EndOne();
            world.Begin();
        }

        Assert.Contains(large, world.Begun);
        Assert.InRange(world.Begun.IndexOf(large), 2, 20);
    }

    [Fact]
    public void Own_cores_are_taken_before_those_of_other_nodes()
    {
        var world = new SeatPlanWorld(1, [2, 2], [0, 0]);
        for (int i = 0; i < 3; i++)
        {
            world.Add(TaskDemand.OneCore);
        }

        var seats = new List<Seat>();
        while (world.Plan.TryBegin(forSpawner: true, static _ => true, out _, out Seat? seat)
            || world.Plan.TryBegin(forSpawner: false, static _ => true, out _, out seat))
        {
            seats.Add(seat);
        }

        Assert.Equal([(0, true), (0, true), (1, false)], seats.Select(static seat => (seat.Node, seat.IsSpawned)));
    }

    [Fact]
    public void What_fits_on_no_node_that_is_up_is_given_to_others()
    {
        var world = new SeatPlanWorld(1, [2, 8], [0, 0]);
        Wish large = world.Add(Packed(cores: 4));
        world.Plan.UseNodes(static rank => rank != 1);
        Wish small = world.Add(TaskDemand.OneCore);

        world.Begin();

        Assert.Equal([large], world.Misfits);
        Assert.Equal([small], world.Begun);
        Assert.Equal(new InstanceResources(1, 1, 2, 0), world.Plan.Book.Resources);
    }

    private static TaskDemand Job(int procs) => new(LaunchWay.Job, new ResourceShape(0, procs, 1, 0));

    private static TaskDemand Packed(int cores) => new(LaunchWay.Packed, new ResourceShape(0, 1, cores, 0));
}

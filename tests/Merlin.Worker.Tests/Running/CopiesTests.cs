using System.Text;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Posix;
using Merlin.Posix.Locking;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Tests.Running;

/// <summary>What a worker does with tasks of which somebody else on its machine runs a copy.</summary>
public sealed class CopiesTests
{
    private const string Words = "another copy of this task runs here";

    [Fact]
    public async Task A_copy_is_waited_for_and_others_take_the_slot_meanwhile()
    {
        await using Rig rig = Start("s", "t");
        SafeFileHandle other = RunElsewhere(rig, "s");
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilLogged(Words);

        rig.Broker.Lease(2, 1, 0, 1);
        await rig.Broker.Ended(1, 1);
        Assert.False(File.Exists(rig.PathOf("s", "s.sh")), "nothing is written beside a copy at work");
        Assert.Empty(rig.Broker.Records(0));
        other.Dispose();

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Equal("ran\n", rig.Read("s", "s.out"));
    }

    [Fact]
    public async Task A_task_that_its_copy_has_finished_is_not_run()
    {
        await using Rig rig = Start("s");
        SafeFileHandle other = RunElsewhere(rig, "s");
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilLogged(Words);

        await File.WriteAllTextAsync(rig.PathOf("s", "MERLIN_FINISHED"), "");
        other.Dispose();

        await rig.Broker.Until(() => rig.Broker.Skipped(0).Length == 1);
        Assert.False(File.Exists(rig.PathOf("s", "s.out")));
    }

    [Fact]
    public async Task What_waits_for_its_copy_can_be_taken_back_and_uses_up_no_credit()
    {
        await using Rig rig = Start("s");
        using SafeFileHandle other = RunElsewhere(rig, "s");
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilLogged(Words);
        await rig.Broker.Until(() => rig.Broker.All<CreditGrant>().Sum(grant => grant.Leases) == 3);

        rig.Broker.Say(new LeaseRecall(5, new LeaseId(1), [new IndexRange(0, 1)], Kill: false));

        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 1);
        Assert.Equal(WorkerEnd.Released, await rig.Release());
        Assert.Equal(3, rig.Broker.All<CreditGrant>().Sum(grant => grant.Leases));
    }

    [Fact]
    public async Task A_copy_that_begins_while_the_task_waits_for_a_slot_is_met_before_it_starts()
    {
        await using Rig rig = Start("s", "t");
        PlanHold(rig, "s");
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "s.out");
        rig.Broker.Lease(2, 1, 0, 1);
        await rig.UntilThere("t", "t.sh");
        using SafeFileHandle other = await LockWhenFreeAsync(rig, "t");

        await File.WriteAllTextAsync(rig.PathOf("go"), "");

        await rig.Broker.Until(() => rig.Broker.Released(1).Length == 1);
        Assert.False(File.Exists(rig.PathOf("t", "t.out")));
    }

    [Fact]
    public async Task While_a_task_runs_its_directory_is_locked()
    {
        await using Rig rig = Start("s");
        PlanHold(rig, "s");
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "s.out");

        Assert.Equal(LockAttempt.Held, TryLock(rig, "s", out SafeFileHandle directory));
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.Broker.Ended(0, 1);

        Assert.Equal(LockAttempt.Taken, AdvisoryLock.TryLock(directory));
        directory.Dispose();
    }

    private static Rig Start(params string[] steps) => Rig.Start(
        [.. steps.Select(step => Rig.Node(step, "echo ran; [ ! -e ../hold.${PWD##*/} ] || until [ -e ../go ]; do sleep 0.02; done"))],
        slots: 1,
        change: options => options with { LocksTasks = true });

    /// <summary>Lets a step's task run until there is a file <c>go</c>.</summary>
    private static void PlanHold(Rig rig, string step) => File.WriteAllText(rig.PathOf($"hold.{step}"), "");

    private static SafeFileHandle RunElsewhere(Rig rig, string step)
    {
        Directory.CreateDirectory(rig.PathOf(step));
        Assert.Equal(LockAttempt.Taken, TryLock(rig, step, out SafeFileHandle directory));
        return directory;
    }

    // The worker holds the lock for a moment while it writes the script.
    private static async Task<SafeFileHandle> LockWhenFreeAsync(Rig rig, string step)
    {
        SafeFileHandle? held = null;
        await Rig.Until(
            () =>
            {
                if (TryLock(rig, step, out SafeFileHandle directory) == LockAttempt.Taken)
                {
                    held = directory;
                    return true;
                }

                directory.Dispose();
                return false;
            },
            "the lock is never free");
        return held!;
    }

    private static LockAttempt TryLock(Rig rig, string step, out SafeFileHandle directory)
    {
        byte[] path = [.. Encoding.UTF8.GetBytes(rig.PathOf(step)), 0];
        directory = PosixFiles.OpenDirectory(path, out int error)!;
        Assert.Equal(0, error);
        return AdvisoryLock.TryLock(directory);
    }
}

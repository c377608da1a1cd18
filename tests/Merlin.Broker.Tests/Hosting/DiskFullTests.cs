using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Hosting;

public class DiskFullTests
{
    [SmallDiskFact]
    public async Task A_full_disk_ends_the_host_in_order_and_nothing_acknowledged_is_lost()
    {
        using SmallDisk disk = SmallDisk.TryMount(16)!;
        StudyId study;
        using (Store store = Store.Open(disk.Path))
        using (BrokerHost host = Start(store))
        using (var me = new Asker(host))
        using (var worker = new ScriptedWorker(host))
        {
            study = await me.SubmitAsync(Samples.Submission(Samples.ArrayOf(3)));
            worker.RunLease();
            disk.Fill();
            StoreException failure = await Assert.ThrowsAsync<StoreException>(() => SubmitUntilFailureAsync(host, me));
            Assert.Contains("disk or the quota is full", failure.Message, StringComparison.Ordinal);
            Assert.Contains("make room", failure.Message, StringComparison.Ordinal);
        }

        disk.Clear();
        using Store again = Store.Open(disk.Path);
        using BrokerHost next = Start(again);
        using var back = new Asker(next);
        using var source = new BrokerStatusSource(back.Client, study);
        Assert.Equal(1, source.GetStatus().Arrays[0].CountOf(TaskOutcome.Succeeded));
        Task<StudyEnd> end = back.EndOfAsync(study);
        using var other = new ScriptedWorker(next);
        while (other.TryRunLease(end))
        {
        }

        Assert.Equal(StudyEnd.Completed, await end);
    }

    private static BrokerHost Start(Store store) =>
        BrokerHost.Start(store, new SchedulerOptions { LeaseCap = 1 }, TimeProvider.System);

    // The log may have some room left in pages that it has written before.
    private static async Task SubmitUntilFailureAsync(BrokerHost host, Asker asker)
    {
        var submission = Samples.Submission(Samples.ArrayOf(1)) with { Plan = new byte[1 << 20] };
        try
        {
            while (true)
            {
                await asker.SubmitAsync(submission);
            }
        }
        catch (BrokerUnavailableException)
        {
            await host.Stopped;
        }
    }
}

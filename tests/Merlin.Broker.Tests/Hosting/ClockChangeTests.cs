using Merlin.Broker.Hosting;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Hosting;

public class ClockChangeTests
{
    [Fact]
    public async Task A_delayed_attempt_is_not_put_off_when_the_clock_is_set_back()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        var clock = new SetBackClock();
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), clock);
        using var producer = new Asker(host);
        ArraySpec array = Samples.ArrayOf(1) with { MaxRetries = 1, RetryDelay = TimeSpan.FromMilliseconds(200) };
        await producer.SubmitAsync(Samples.Submission(array));
        using var worker = new ScriptedWorker(host);
        worker.Send(new CreditGrant(1));
        LeaseGrant lease = worker.Next<LeaseGrant>();
        var retry = new TaskRecord(0, TaskOutcome.Retry, 104, 0, 1_700_000_000_000_000, 1, 1);
        worker.Send(new TaskReport(lease.Lease, lease.Chain[0], 1, [retry], []));
        worker.Next<ReportAck>();

        clock.SetBack(TimeSpan.FromHours(1));
        worker.Send(new CreditGrant(1));

        AttemptState attempt = Assert.Single(worker.Next<LeaseGrant>().Attempts);
        Assert.Equal(1, attempt.Attempt);
    }
}

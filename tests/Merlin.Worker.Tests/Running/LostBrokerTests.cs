namespace Merlin.Worker.Tests.Running;

public sealed class LostBrokerTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_worker_whose_broker_has_ended_leaves_without_an_acknowledgement()
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "exit 0")], change: options => options with { FarewellPatience = Forever });
        rig.Broker.Acknowledges = false;
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        rig.Cancel();
        rig.LoseBroker();

        Assert.Equal(WorkerEnd.Cancelled, await rig.End.WaitAsync(Limit));
        Assert.DoesNotContain("acknowledge", rig.Log.Text, StringComparison.Ordinal);
    }
}

using System.Globalization;
using Merlin.Flux.Testing;
using Merlin.Posix;

namespace Merlin.Worker.Tests.Instances;

/// <summary>A worker whose instance's broker is killed.</summary>
public sealed class LostInstanceTests
{
    [FluxFact]
    public async Task What_launched_jobs_leave_behind_ends_before_their_tasks_are_given_back()
    {
        string launch = $"export FLUX_URI=$(cat ../uri); {FluxInstallation.Command} run sh -c 'echo $$ > pid.new; mv pid.new pid; sleep 1000'";
        await using InstanceRig rig = await InstanceRig.StartAsync([Rig.Node("s", launch) with { UsesLauncher = true }]);
        await File.WriteAllTextAsync(rig.Worker.PathOf("uri"), rig.Flux.Uri);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Worker.UntilThere("s", "pid");
        int left = int.Parse(rig.Worker.Read("s", "pid"), CultureInfo.InvariantCulture);

        Assert.Equal(0, OtherProcess.Signal(rig.Flux.BrokerIds.Single(), SignalNumber.Kill));

        Assert.Equal(WorkerEnd.InstanceLost, await rig.Worker.End);
        Assert.Equal([0], rig.Broker.Released(0));
        Assert.False(Live.IsAlive(left));
    }
}

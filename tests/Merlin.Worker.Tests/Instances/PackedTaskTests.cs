using System.Text;
using Merlin.Broker;
using Merlin.Flux.Testing;
using Merlin.Worker.Packing;
using Merlin.Worker.Packing.Format;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Packed tasks in a worker's instance, on its own node and on others, as processes and as jobs.</summary>
public sealed class PackedTaskTests
{
    [FluxTheory]
    [InlineData(1, TaskLaunch.Auto, false)]
    [InlineData(1, TaskLaunch.Job, false)]
    [InlineData(2, TaskLaunch.Spawn, false)]
    [InlineData(2, TaskLaunch.Auto, true)]
    [InlineData(2, TaskLaunch.Rexec, true)]
    [InlineData(2, TaskLaunch.Job, true)]
    public async Task Wherever_a_packed_task_runs_its_record_is_whole(int brokers, TaskLaunch launch, bool isShared)
    {
        PlanNode node = Rig.Sampled("s", "pwd; echo bad >&2; echo $(MERLIN_SAMPLE_ID) > f", 6) with { Launch = launch };
        await using InstanceRig rig = await InstanceRig.StartAsync(
            [node],
            new RealFluxOptions { Brokers = brokers, Resources = ["--cores=0-1"] },
            changePlan: static plan => plan with { Packing = new SamplePacking(SamplePacking.KeepAll, SamplePacking.DefaultKeepLimit) });
        rig.Broker.Lease(1, 0, 0, 6);
        await rig.Broker.Ended(0, 6);

        using var tasks = new PackedTasks(rig.Worker.Plan);
        long index = 0;
        foreach (PackedRecord record in tasks.Records(node, static _ => true))
        {
            Assert.Equal((index++, TaskOutcome.Succeeded), (record.Index, record.Outcome));
            string place = isShared ? rig.Worker.PathOf("s", "packed", "scratch") : rig.Worker.PathOf("scratch");
            Assert.StartsWith(place, Encoding.UTF8.GetString(record.Stream(error: false).Span), StringComparison.Ordinal);
            Assert.Equal("bad\n", Encoding.UTF8.GetString(record.Stream(error: true).Span));
            Assert.Equal($"{record.Index}\n", Encoding.UTF8.GetString(record.Parts.Single(static part => part.Name == "f").Content.Span));
        }

        Assert.Equal(6, index);
    }
}

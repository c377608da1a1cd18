using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Running;

public sealed class ManyStudiesTests
{
    [Fact]
    public async Task Many_studies_are_worked_off_and_the_plans_of_those_that_are_over_are_forgotten()
    {
        const int Studies = 40;
        await using Rig rig = Rig.Start([Rig.Node("s", "echo $PWD")]);
        rig.Broker.PlanAnswer = request => new PlanReply(request.Study, StudyPlanFormat.Write(PlanOf(rig, request.Study)));
        for (int study = 1; study <= Studies; study++)
        {
            rig.Broker.Say(Grant(study, study));
            await rig.Broker.Until(() => rig.Broker.All<TaskReport>().Any(report => report.Array.Study.Value == study));
        }

        rig.Broker.Say(Grant(Studies + 1, study: 1));
        await rig.Broker.Until(() => rig.Broker.All<TaskReport>().Count(report => report.Array.Study.Value == 1) == 2);

        Assert.Equal(2, rig.Broker.All<PlanRequest>().Count(request => request.Study.Value == 1));
        Assert.Equal($"{rig.PathOf("study40", "s")}\n", rig.Read("study40", "s", "s.out"));
    }

    [Fact]
    public async Task Tasks_of_a_newer_plan_wait_for_it()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "echo first")]);
        int revision = 0;
        rig.Broker.PlanAnswer = request => new PlanReply(
            request.Study, StudyPlanFormat.Write(rig.Plan with { Nodes = [Rig.Node($"s{revision}", "true")] }))
        { Revision = revision };
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        revision = 1;
        rig.Broker.Say(new LeaseGrant(new LeaseId(2), [ScriptedBroker.Array(0)], [new IndexRange(0, 1)], []) { PlanRevision = 1 });
        await rig.Broker.Ended(0, 2);

        Assert.Equal(2, rig.Broker.All<PlanRequest>().Count);
        Assert.True(File.Exists(rig.PathOf("s0", "MERLIN_FINISHED")));
        Assert.True(File.Exists(rig.PathOf("s1", "MERLIN_FINISHED")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sealed_plan_is_opened_or_its_tasks_are_left_to_others(bool hasKey)
    {
        byte[] key = PlanSeal.NewKey();
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "true")],
            change: options => options with { Seal = new PlanSeal(hasKey ? key : PlanSeal.NewKey()) });
        rig.Broker.PlanAnswer = request => new PlanReply(
            request.Study, new PlanSeal(key).Seal(SealPurpose.Plan, StudyPlanFormat.Write(rig.Plan)));
        rig.Broker.Lease(1, 0, 0, 1);

        if (hasKey)
        {
            Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        }
        else
        {
            await rig.Broker.Until(() => rig.Broker.Released(0).Length == 1);
            Assert.Contains("cannot be opened here", rig.Log.Text, StringComparison.Ordinal);
            Assert.Empty(rig.Broker.Records(0));
        }
    }

    [Fact]
    public async Task Tasks_whose_plan_the_broker_does_not_give_are_given_back()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "true")]);
        rig.Broker.PlanAnswer = request => new PlanRefused(request.Study, "there is no such study.");
        rig.Broker.Lease(1, 0, 0, 1);

        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 1);
        Assert.Contains("there is no such study.", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_to_run_alone_has_nothing_beside_it()
    {
        const string Command = "n=$(ls ../../running | wc -l); touch ../../running/$$; sleep 0.2; rm ../../running/$$; echo $n";
        await using Rig rig = Rig.Start([Rig.Sampled("s", Command, 9)], slots: 4, samples: 9);
        Directory.CreateDirectory(rig.PathOf("running"));
        rig.Broker.Lease(1, 0, 0, 4);
        rig.Broker.Say(new LeaseGrant(new LeaseId(2), [ScriptedBroker.Array(0)], [new IndexRange(4, 5)], []) { Alone = true });
        rig.Broker.Lease(3, 0, 5, 9);

        await rig.Broker.Ended(0, 9);

        Assert.Equal("0\n", rig.Read("s", "04", "s.out"));
    }

    private static LeaseGrant Grant(int lease, int study) =>
        new(new LeaseId(lease), [new ArrayId(new StudyId(study), 0)], [new IndexRange(0, 1)], []);

    private static StudyPlan PlanOf(Rig rig, StudyId study)
    {
        string workspace = rig.PathOf($"study{study.Value}");
        Directory.CreateDirectory(workspace);
        return rig.Plan with { Workspace = workspace };
    }
}

namespace Merlin.Worker.Tests.Running;

public sealed class TaskVariablesTests
{
    private const string Show = "echo \"$MERLIN_BROKER|$MERLIN_PARENT|$SIZE|${PATH##*:}|$(env | grep -c '^MERLIN_LAUNCHER')\"";

    [Fact]
    public async Task Tasks_find_their_broker_their_parent_the_program_and_the_studys_variables()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", Show, 3)],
            samples: 3,
            change: options => options with
            {
                Variables = new TaskVariables { Broker = "/home/me/app.yaml", ProgramDirectory = "/opt/merlin" },
            },
            changePlan: plan => plan with { Variables = [new("SIZE", "a b"), new("no name", "x"), new("MERLIN_PARENT", "y")] });
        rig.Broker.Lease(1, 0, 0, 3);
        await rig.Broker.Ended(0, 3);

        Assert.Equal("/home/me/app.yaml|7/0/2|a b|/opt/merlin|0\n", rig.Read("s", "02", "s.out"));
        Assert.Equal("/home/me/app.yaml|7/0/0|a b|/opt/merlin|0\n", rig.Read("s", "00", "s.out"));
    }

    [Fact]
    public async Task Tasks_of_a_local_run_find_nothing_of_that()
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "echo \"${MERLIN_PARENT-none}|${SIZE-none}|$PATH\"")],
            changePlan: plan => plan with { Variables = [new("SIZE", "a b")] });
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        Assert.Equal($"none|none|{Environment.GetEnvironmentVariable("PATH")}\n", rig.Read("s", "s.out"));
    }
}

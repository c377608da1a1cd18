using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>
/// Whatever one owner sends about what is the other's, everything happens as if it had not been sent.
/// </summary>
public sealed class OwnersPropertyTests
{
    private const int Commands = 1000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_thousand_commands_about_anothers_things_change_and_show_nothing(int seed)
    {
        var quiet = new OwnedWorld(seed);
        quiet.Run(Commands, attacked: false);
        var attacked = new OwnedWorld(seed);
        attacked.Run(Commands, attacked: true);

        Assert.True(quiet.Happened.Count > Commands, $"seed {seed}: hardly anything happens");
        for (int i = 0; i < Math.Min(quiet.Happened.Count, attacked.Happened.Count); i++)
        {
            Assert.True(quiet.Happened[i] == attacked.Happened[i], $"seed {seed}: not {quiet.Happened[i]} but {attacked.Happened[i]}");
        }

        Assert.Equal(quiet.Happened.Count, attacked.Happened.Count);
    }
}

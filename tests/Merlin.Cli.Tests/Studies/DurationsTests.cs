using Merlin.Cli.Studies;

namespace Merlin.Cli.Tests.Studies;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "00s")]
    [InlineData(0.4, "00s")]
    [InlineData(2040, "34m")]
    [InlineData(86425, "01d:25s")]
    [InlineData(71068, "19h:44m:28s")]
    public void Short_ones_leave_zero_units_out(double seconds, string expected) => Assert.Equal(expected, Durations.Short(seconds));

    [Theory]
    [InlineData("0d:00h:00m:05s", 5)]
    [InlineData("12d:03h:04m:05s", 1047845)]
    public void Full_ones_have_every_unit_and_can_be_read_back(string text, int seconds)
    {
        Assert.Equal(text, Durations.Full(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));
    }

    [Fact]
    public void What_never_ran_has_dashes()
    {
        Assert.Equal("--:--:--", Durations.Full(null));
        Assert.Null(Durations.Parse("--:--:--"));
        Assert.Null(Durations.Parse(null));
    }
}

using Merlin.Cli.Tests.Support;
using Merlin.Cli.Workers;

namespace Merlin.Cli.Tests.Workers;

public sealed class BatchDeadlineTests
{
    private readonly TestTerminal _screen = new();

    [Fact]
    public void Without_a_word_of_anybody_there_is_no_end() => Assert.Null(Find(null, null));

    [Fact]
    public void The_earlier_end_counts()
    {
        DateTimeOffset now = _screen.Clock.GetUtcNow();
        string inAnHour = $"{now.AddHours(1).ToUnixTimeSeconds()}";

        Assert.Equal(now.AddMinutes(5), Find(TimeSpan.FromMinutes(5), null));
        Assert.Equal(now.AddHours(1), Find(null, inAnHour));
        Assert.Equal(now.AddMinutes(5), Find(TimeSpan.FromMinutes(5), inAnHour));
        Assert.Equal(now.AddHours(1), Find(TimeSpan.FromHours(5), inAnHour));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("99999999999999999")]
    public void An_end_that_is_no_time_is_told(string text)
    {
        Assert.Null(Find(null, text));
        Assert.Contains($"SLURM_JOB_END_TIME is '{text}'", _screen.Error, StringComparison.Ordinal);
    }

    private DateTimeOffset? Find(TimeSpan? walltime, string? ofSlurm) =>
        BatchDeadline.Find(walltime, _screen.Terminal, name => name == "SLURM_JOB_END_TIME" ? ofSlurm : null);
}

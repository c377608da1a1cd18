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

    [Theory]
    [InlineData(0, "90\n", 90)]
    [InlineData(0, "0\n", 0)]
    [InlineData(0, "4294967295\n", null)] // no limit
    [InlineData(1, "flux-job: this process is not part of a job", null)]
    [InlineData(127, "flux: not found", null)]
    public void Flux_is_asked_inside_an_instance(int exit, string answer, int? seconds)
    {
        var deadline = new BatchDeadline(
            _screen.Terminal,
            static name => name == "FLUX_URI" ? "local:///run/flux/local" : null,
            (program, arguments) => program == "flux" && arguments is ["job", "timeleft"] ? (exit, answer) : (127, ""));

        Assert.Equal(seconds is { } left ? _screen.Clock.GetUtcNow().AddSeconds(left) : null, deadline.Find(null));
    }

    private DateTimeOffset? Find(TimeSpan? walltime, string? ofSlurm) => new BatchDeadline(
        _screen.Terminal,
        name => name == "SLURM_JOB_END_TIME" ? ofSlurm : null,
        static (_, _) => throw new InvalidOperationException("Outside of Flux nobody is to be asked.")).Find(walltime);
}

using Merlin.Cli.Doctor;
using Merlin.Cli.Reports.Brokers;

namespace Merlin.Cli.Tests.Doctor;

public sealed class ChecksTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("merlin-checks-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, false)]
    [InlineData(-60, false)]
    public void A_clock_that_differs_from_the_file_server_s_is_doubtful(int seconds, bool isGood)
    {
        var clock = new ShiftedClock(TimeSpan.FromSeconds(seconds));
        Finding finding = ClockCheck.Make(_directory, clock);

        Assert.Equal(isGood ? FindingState.Good : FindingState.Doubtful, finding.State);
        Assert.Equal(isGood, finding.Advice is null);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public void Without_a_place_to_write_clocks_are_not_compared() =>
        Assert.Equal(FindingState.Absent, ClockCheck.Make(Path.Combine(_directory, "missing"), TimeProvider.System).State);

    [Fact]
    public void A_broker_is_good_absent_or_bad()
    {
        Assert.Equal(FindingState.Absent, BrokerCheck.Make(new BrokerConnection(null, null, null, "none")).State);
        Assert.Equal(FindingState.Bad, BrokerCheck.Make(new BrokerConnection("app.yaml", "tcp://h:1", null, "silent")).State);
    }

    [Fact]
    public void Whatever_does_not_work_comes_with_advice()
    {
        Assert.All(
            (Finding[])[FluxLibraryCheck.Make(), LaunchCheck.Make(), ZeroMQCheck.Make(), FileSystemCheck.Make("here", _directory)],
            static finding => Assert.True(finding.State == FindingState.Good || finding.Advice is not null, finding.Words));
    }

    private sealed class ShiftedClock(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
    }
}

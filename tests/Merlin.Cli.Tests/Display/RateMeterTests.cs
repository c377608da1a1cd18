using Merlin.Cli.Display;
using Merlin.Cli.Tests.Support;

namespace Merlin.Cli.Tests.Display;

public sealed class RateMeterTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void A_steady_rate_is_measured_at_once_and_kept()
    {
        var meter = new RateMeter(_clock);
        for (int i = 0; i < 100; i++)
        {
            meter.Update(i * 50);
            _clock.Advance(0.5);
            Assert.True(i == 0 ? meter.PerSecond == 0 : Math.Abs(meter.PerSecond - 100) < 1e-6, $"{i}: {meter.PerSecond}");
        }
    }

    [Fact]
    public void The_rate_follows_a_change_within_half_a_minute()
    {
        var meter = new RateMeter(_clock);
        long done = 0;
        for (int i = 0; i < 60; i++)
        {
            meter.Update(done += 10);
            _clock.Advance(1);
        }

        for (int i = 0; i < 30; i++)
        {
            meter.Update(done += 100);
            _clock.Advance(1);
        }

        Assert.InRange(meter.PerSecond, 90, 100);
    }

    [Fact]
    public void Two_statuses_at_one_moment_do_no_harm()
    {
        var meter = new RateMeter(_clock);
        meter.Update(0);
        meter.Update(1000);
        Assert.Equal(0, meter.PerSecond);
        _clock.Advance(1);
        meter.Update(1000);
        Assert.Equal(1000, meter.PerSecond, 6);
    }
}

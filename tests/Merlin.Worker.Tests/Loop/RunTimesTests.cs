using Merlin.Worker.Loop;

namespace Merlin.Worker.Tests.Loop;

public sealed class RunTimesTests
{
    [Fact]
    public void The_expectation_is_the_mean_and_two_standard_deviations()
    {
        double[] seconds = [2, 4, 4, 4, 5, 5, 7, 9];
        RunTimes times = seconds.Aggregate(default(RunTimes), static (sum, next) => sum.With(next));

        Assert.Equal(5, times.Mean, 9);
        Assert.Equal(5 + (2 * Math.Sqrt(32.0 / 7)), times.Expected, 9);
    }

    [Fact]
    public void One_measurement_is_its_own_expectation() => Assert.Equal(3, default(RunTimes).With(3).Expected);
}

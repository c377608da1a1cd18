namespace Merlin.Worker.Loop;

/// <summary>A running estimate of how long tasks take.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="Mean">Their mean, seconds.</param>
/// <param name="Squares">The sum of squared deviations from it.</param>
internal readonly record struct RunTimes(long Count, double Mean, double Squares)
{
    private const double Deviations = 2;

    /// <summary>What nearly all of them stay below: the mean and two standard deviations, seconds.</summary>
    public double Expected => Count < 2 ? Mean : Mean + (Deviations * Math.Sqrt(Squares / (Count - 1)));

    /// <summary>The estimate with one more measurement (Welford's way, which needs no list).</summary>
    public RunTimes With(double seconds)
    {
        double step = seconds - Mean;
        double mean = Mean + (step / (Count + 1));
        return new RunTimes(Count + 1, mean, Squares + (step * (seconds - mean)));
    }
}

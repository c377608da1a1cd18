namespace Merlin.Benchmarks;

/// <summary>Medians and other quantiles of what was measured several times.</summary>
internal static class Quantiles
{
    private const double Half = 0.5;

    /// <summary>The value that a part of the others is not above; of an even number of values, the lower of two in the middle.</summary>
    /// <param name="values">At least one value, in any order.</param>
    /// <param name="part">From 0 for the least value to 1 for the largest.</param>
    public static double Of(IEnumerable<double> values, double part)
    {
        List<double> ascending = [.. values.Order()];
        return ascending[(int)((ascending.Count - 1) * part)];
    }

    /// <summary>The value in the middle.</summary>
    public static double Median(IEnumerable<double> values) => Of(values, Half);
}

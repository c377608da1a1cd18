namespace Merlin.Benchmarks;

/// <summary>What a part of several measured values does not exceed.</summary>
internal static class Quantiles
{
    /// <summary>The value that a part of the others is not above; never one between two of them.</summary>
    /// <param name="values">At least one value, in any order.</param>
    /// <param name="part">From 0 for the least value to 1 for the largest.</param>
    public static double Of(IEnumerable<double> values, double part)
    {
        List<double> ascending = [.. values.Order()];
        return ascending[(int)((ascending.Count - 1) * part)];
    }
}

namespace Merlin.Worker.Tree.Planning;

/// <summary>Splits the cores of a node among workers.</summary>
internal static class CoreShares
{
    /// <summary>
    /// Splits cores in proportion to the tasks that workers run at once. A worker that does not say how many counts as
    /// much as an even part of what the others leave.
    /// </summary>
    /// <param name="cores">The cores, at least one for each worker.</param>
    /// <param name="concurrency">What each worker says.</param>
    /// <returns>The cores of each, at least 1; their sum is <paramref name="cores"/>.</returns>
    public static int[] Split(int cores, IReadOnlyList<int?> concurrency)
    {
        long stated = concurrency.Sum(static tasks => (long)(tasks ?? 0));
        int silent = concurrency.Count(static tasks => tasks is null);
        long evenPart = silent == 0 ? 0 : Math.Max(1, (cores - stated) / silent);
        int[] parts = Proportional(cores, [.. concurrency.Select(tasks => tasks ?? evenPart)]);
        for (int none = Array.IndexOf(parts, 0); none >= 0; none = Array.IndexOf(parts, 0))
        {
            parts[Array.IndexOf(parts, parts.Max())]--;
            parts[none] = 1;
        }

        return parts;
    }

    /// <summary>Splits a number in proportion to weights, by the largest remainders; all 0 where no weight is more.</summary>
    public static int[] Proportional(int number, IReadOnlyList<long> weights)
    {
        long sum = weights.Sum();
        if (sum == 0)
        {
            return new int[weights.Count];
        }

        int[] parts = [.. weights.Select(weight => (int)(number * (Int128)weight / sum))];
        int left = number - parts.Sum();
        IEnumerable<int> nearest = Enumerable.Range(0, weights.Count)
            .OrderByDescending(i => number * (Int128)weights[i] % sum)
            .Take(left);
        foreach (int i in nearest)
        {
            parts[i]++;
        }

        return parts;
    }
}

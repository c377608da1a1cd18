using System.Globalization;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Workers.Trees;

/// <summary>The ranks of nodes as Flux writes them: <c>0-3,7</c>.</summary>
internal static class RankText
{
    /// <summary>The text; empty for no nodes.</summary>
    public static string Of(IReadOnlyList<AllocationNode> nodes)
    {
        var parts = new List<string>();
        int[] ranks = [.. nodes.Select(static node => node.Rank).Order()];
        for (int i = 0; i < ranks.Length;)
        {
            int first = i;
            while (++i < ranks.Length && ranks[i] == ranks[i - 1] + 1)
            {
            }

            parts.Add(i - first == 1
                ? ranks[first].ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"{ranks[first]}-{ranks[i - 1]}"));
        }

        return string.Join(',', parts);
    }
}

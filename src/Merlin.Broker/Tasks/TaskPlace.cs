using System.Collections.ObjectModel;

namespace Merlin.Broker;

/// <summary>Where a task ran when it was not simply on its worker's host: what Flux would forget with the instance.</summary>
/// <param name="Index">The task's index in its array.</param>
/// <param name="Job">
/// The id of its Flux job in F58, or empty when it was none. For a script that launched jobs those of the first eight, with
/// commas, and how many more there were (<c>+4</c>).
/// </param>
/// <param name="Hosts">Its hosts in hostlist form (<c>node[1-3]</c>).</param>
public sealed record TaskPlace(long Index, string Job, string Hosts)
{
    /// <summary>Some places by the indices of their tasks; the last one counts where several are told of a task.</summary>
    internal static IReadOnlyDictionary<long, TaskPlace> ByIndex(IReadOnlyList<TaskPlace> places)
    {
        if (places.Count == 0)
        {
            return ReadOnlyDictionary<long, TaskPlace>.Empty;
        }

        var byIndex = new Dictionary<long, TaskPlace>(places.Count);
        foreach (TaskPlace place in places)
        {
            byIndex[place.Index] = place;
        }

        return byIndex;
    }
}

namespace Merlin.Broker.Scheduling;

/// <summary>
/// What several consumers own, as an agent tells it: never as a sum, since a task runs inside one instance.
/// </summary>
internal static class GroupedResources
{
    /// <summary>
    /// One entry for each kind of instance, in a fixed order. Empty when one of the consumers owns nothing of its own: that
    /// one takes a task of any shape.
    /// </summary>
    public static IReadOnlyList<InstanceResources> Of(IReadOnlyCollection<Consumer> consumers)
    {
        var counts = new Dictionary<InstanceResources, int>();
        foreach (Consumer consumer in consumers)
        {
            if (consumer.Resources.Count == 0)
            {
                return [];
            }

            foreach (InstanceResources kind in consumer.Resources)
            {
                InstanceResources one = kind with { Instances = 1 };
                counts[one] = counts.GetValueOrDefault(one) + kind.Instances;
            }
        }

        return
        [
            .. counts
                .Select(entry => entry.Key with { Instances = entry.Value })
                .OrderByDescending(kind => kind.Nodes)
                .ThenByDescending(kind => kind.CoresPerNode)
                .ThenByDescending(kind => kind.GpusPerNode),
        ];
    }
}

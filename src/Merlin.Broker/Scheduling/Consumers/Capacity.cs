namespace Merlin.Broker.Scheduling;

/// <summary>How many tasks of a shape fit a consumer at the same time.</summary>
/// <param name="slots">How many of any shape, where it owns nothing of its own.</param>
/// <param name="resources">What it owns; empty for nothing.</param>
internal sealed class Capacity(int slots, IReadOnlyList<InstanceResources> resources)
{
    // Neighbouring questions are mostly about the same shape.
    private ResourceShape _asked = ResourceShape.OneCore;
    private int _answer = Count(slots, resources, ResourceShape.OneCore);

    /// <summary>Whether the shape of a task matters.</summary>
    public bool IsShaped => resources.Count > 0;

    public int SlotsFor(ResourceShape shape)
    {
        if (IsShaped && shape != _asked)
        {
            _asked = shape;
            _answer = Count(slots, resources, shape);
        }

        return _answer;
    }

    private static int Count(int slots, IReadOnlyList<InstanceResources> resources, ResourceShape shape)
    {
        if (resources.Count == 0)
        {
            return slots;
        }

        long sum = 0;
        for (int i = 0; i < resources.Count && sum < int.MaxValue; i++)
        {
            sum += Math.Min(int.MaxValue, resources[i].SlotsFor(shape));
        }

        return (int)Math.Min(int.MaxValue, sum);
    }
}

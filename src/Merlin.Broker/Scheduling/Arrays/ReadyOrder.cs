namespace Merlin.Broker.Scheduling;

/// <summary>The order in which arrays are served: urgency, then studies already begun, then submission order.</summary>
internal sealed class ReadyOrder : IComparer<ReadyKey>
{
    public static ReadyOrder Instance { get; } = new();

    public int Compare(ReadyKey x, ReadyKey y)
    {
        int order = y.Urgency.CompareTo(x.Urgency);
        order = order != 0 ? order : y.Begun.CompareTo(x.Begun);
        order = order != 0 ? order : x.Array.Id.Study.Value.CompareTo(y.Array.Id.Study.Value);
        return order != 0 ? order : x.Array.Id.Ordinal.CompareTo(y.Array.Id.Ordinal);
    }
}

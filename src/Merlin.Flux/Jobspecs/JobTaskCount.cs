namespace Merlin.Flux;

/// <summary>How many tasks (processes) a job starts.</summary>
public readonly record struct JobTaskCount
{
    private JobTaskCount(string kind, int count)
    {
        Kind = kind;
        Count = count;
    }

    /// <summary>The word that the jobspec has for it.</summary>
    internal string Kind { get; }

    /// <summary>The number.</summary>
    internal int Count { get; }

    /// <summary>So many in each slot.</summary>
    public static JobTaskCount PerSlot(int count) => new("per_slot", count);

    /// <summary>So many in all, spread over the slots.</summary>
    public static JobTaskCount Total(int count) => new("total", count);
}

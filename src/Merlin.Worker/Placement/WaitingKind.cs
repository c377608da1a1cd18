using System.Diagnostics.CodeAnalysis;

namespace Merlin.Worker.Placement;

/// <summary>The tasks of one demand that wait.</summary>
/// <typeparam name="T">What stands for a task.</typeparam>
/// <param name="demand">What each of them needs.</param>
internal sealed class WaitingKind<T>(TaskDemand demand)
    where T : class
{
    private readonly Queue<(long Number, T Task)> _tasks = new();

    /// <summary>What each of them needs.</summary>
    public TaskDemand Demand { get; } = demand;

    /// <summary>How many wait; some of them may not be wanted any more.</summary>
    public int Count => _tasks.Count;

    /// <summary>The number of the first.</summary>
    public long First => _tasks.Count == 0 ? long.MaxValue : _tasks.Peek().Number;

    /// <summary>How often the first was overtaken.</summary>
    public int Overtaken { get; set; }

    /// <summary>Adds a task.</summary>
    public void Add(T task, long number) => _tasks.Enqueue((number, task));

    /// <summary>Takes the first that is still wanted.</summary>
    public bool TryTake(Func<T, bool> claims, [NotNullWhen(true)] out T? task)
    {
        Overtaken = 0;
        while (_tasks.TryDequeue(out (long, T Task) next))
        {
            if (claims(next.Task))
            {
                task = next.Task;
                return true;
            }
        }

        task = null;
        return false;
    }
}

namespace Merlin.Worker.Processes;

/// <summary>
/// How much work is ready in the worker's threads, so that the loop is woken when it should bring more, and not for
/// every task.
/// </summary>
/// <param name="slots">How many tasks may run.</param>
internal sealed class Backlog(int slots)
{
    private const int Margin = 16;
    private int _unstarted;
    private int _running;

    /// <summary>Whether another task should be taken up.</summary>
    public bool HasRoom => Volatile.Read(ref _unstarted) < slots + Margin;

    /// <summary>Whether the loop should be woken.</summary>
    public bool IsHungry =>
        Volatile.Read(ref _unstarted) < (slots + Margin) / 2 || Volatile.Read(ref _running) < slots;

    /// <summary>A task was taken up.</summary>
    public void Taken() => Interlocked.Increment(ref _unstarted);

    /// <summary>A task that was taken up has started, has ended without that, or was given back.</summary>
    public void Gone() => Interlocked.Decrement(ref _unstarted);

    /// <summary>A process runs.</summary>
    public void Started() => Interlocked.Increment(ref _running);

    /// <summary>A process has ended.</summary>
    public void Exited() => Interlocked.Decrement(ref _running);
}

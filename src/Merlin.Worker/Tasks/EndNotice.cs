namespace Merlin.Worker.Tasks;

/// <summary>
/// Whether somebody has told this worker to come to an end: then a task that dies of a SIGTERM that the worker did not send
/// was ended with it, as batch systems do it, and has not failed. Any thread may give and read it.
/// </summary>
/// <remarks>
/// A SIGTERM reaches a whole job, or a whole process group with a task in it that is just being started, in any order. So
/// whoever sees a task die of one waits a moment for the worker's own, which takes its way through the runtime.
/// </remarks>
internal sealed class EndNotice
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly object _gate = new();
    private bool _isGiven;

    /// <summary>Gives it.</summary>
    public void Give()
    {
        lock (_gate)
        {
            _isGiven = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Whether it was given, or is within a moment; the calling thread waits for that long.</summary>
    public bool IsGivenSoon()
    {
        lock (_gate)
        {
            return _isGiven || Monitor.Wait(_gate, Moment);
        }
    }
}

using System.Runtime.ExceptionServices;

namespace Merlin.Broker.Hosting;

/// <summary>
/// A question that the loop answers while another thread waits. What goes wrong in answering it is the asker's error and
/// does not end the loop.
/// </summary>
internal sealed class LoopQuestion<T>(Func<T> question) : LoopWork
{
    // Monitor, not Lock: the asker waits on it.
    private readonly object _gate = new();
    private T? _answer;
    private ExceptionDispatchInfo? _error;
    private bool _answered;

#pragma warning disable CA1031 // Every error is handed to the asker.
    public override void Run()
    {
        try
        {
            Answer(question(), null);
        }
        catch (Exception e)
        {
            Answer(default, ExceptionDispatchInfo.Capture(e));
        }
    }
#pragma warning restore CA1031

    public override bool AfterCommit => true;

    public override void Abandon(Exception reason) => Answer(default, ExceptionDispatchInfo.Capture(reason));

    /// <summary>Waits for the answer.</summary>
    public T Await()
    {
        lock (_gate)
        {
            while (!_answered)
            {
                Monitor.Wait(_gate);
            }
        }

        _error?.Throw();
        return _answer!;
    }

    private void Answer(T? answer, ExceptionDispatchInfo? error)
    {
        lock (_gate)
        {
            (_answer, _error, _answered) = (answer, error, true);
            Monitor.Pulse(_gate);
        }
    }
}

using System.Threading.Channels;

namespace Merlin.Worker.Instances;

/// <summary>What the desk is to do next; any thread may add to it.</summary>
internal sealed class DeskQueue
{
    private readonly Channel<Action> _actions = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private Task<bool> _some = Task.FromResult(true);
    private int _isWoken;

    /// <summary>Has something done at the desk.</summary>
    public void Post(Action action) => _actions.Writer.TryWrite(action);

    /// <summary>Lets the desk look at the tasks that wait.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            _actions.Writer.TryWrite(NoteWoken);
        }
    }

    /// <summary>Waits until there is something to do, or some time has passed, and does all there is.</summary>
    /// <param name="milliseconds">How long at most; -1 for ever.</param>
    /// <param name="clock">The clock.</param>
    public async Task WorkAsync(int milliseconds, TimeProvider clock)
    {
        await WaitAsync(milliseconds, clock);
        while (_actions.Reader.TryRead(out Action? action))
        {
            action();
        }
    }

    // Part of the queue, so that a wake is never taken for one that is still to be seen.
    private void NoteWoken() => Interlocked.Exchange(ref _isWoken, 0);

    private async Task WaitAsync(int milliseconds, TimeProvider clock)
    {
        // One that was waited for in vain is waited for again: a channel with one reader has one wait.
        _some = _some.IsCompleted ? _actions.Reader.WaitToReadAsync().AsTask() : _some;
        if (milliseconds < 0 || _some.IsCompleted)
        {
            await _some;
            return;
        }

        try
        {
            await _some.WaitAsync(TimeSpan.FromMilliseconds(milliseconds), clock);
        }
        catch (TimeoutException)
        {
            // Something is due.
        }
    }
}

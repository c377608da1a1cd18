using Merlin.Posix;

namespace Merlin.Broker.Hosting;

/// <summary>
/// What waits for a loop's thread: a turn takes a bounded part of it, and what is to be done only after the turn's effects
/// are safe is kept for the turn's end. Owned by that thread.
/// </summary>
/// <param name="mailbox">Where others leave work.</param>
internal sealed class TurnQueue(Mailbox<LoopWork> mailbox)
{
    // Bound how long a message waits for the end of the turn, which lets its answer out, and how much memory a turn needs: the
    // records of a turn's tasks take some twenty times as much of it as their reports took on the line.
    private const int MessagesPerTurn = 1024;
    private const int BytesPerTurn = 1 << 20;

    private readonly Queue<LoopWork> _waiting = [];
    private readonly Queue<LoopWork> _afterTurn = [];

    /// <summary>Whether a turn's part was not all that waited.</summary>
    public bool HasMore => _waiting.Count > 0;

    /// <summary>Takes in what others have left, and does a turn's part of it.</summary>
    /// <param name="mayWait">Whether to sleep until there is something.</param>
    /// <returns>Whether there was nothing to do.</returns>
    public bool Run(bool mayWait)
    {
        foreach (LoopWork work in mailbox.Take(mayWait ? Timeout.Infinite : 0))
        {
            _waiting.Enqueue(work);
        }

        bool isIdle = _waiting.Count == 0;
        int messages = 0;
        long bytes = 0;
        while (messages < MessagesPerTurn && bytes < BytesPerTurn && _waiting.TryDequeue(out LoopWork? work))
        {
            messages++;
            bytes += work.Bytes;
            if (work.AfterCommit)
            {
                _afterTurn.Enqueue(work);
            }
            else
            {
                work.Run();
            }
        }

        return isIdle;
    }

    /// <summary>Keeps something for the turn's end.</summary>
    public void Later(Action action) => _afterTurn.Enqueue(new LoopAction(action));

    /// <summary>Does what was kept for the turn's end.</summary>
    public void RunKept()
    {
        while (_afterTurn.TryDequeue(out LoopWork? work))
        {
            work.Run();
        }
    }

    /// <summary>Gives up what was taken in and not done.</summary>
    public void Abandon(Exception reason)
    {
        foreach (LoopWork work in _afterTurn.Concat(_waiting))
        {
            work.Abandon(reason);
        }
    }
}

using Merlin.Broker.Lines;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Posix;

namespace Merlin.Broker.Hosting;

/// <summary>The thread of a loop, and the ways from other threads to it.</summary>
internal sealed class HostThread
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Mailbox<LoopWork> _mailbox;
    private readonly IHostedLoop _loop;
    private readonly Thread _thread;
    private Exception? _end;
    private long _lastPeer;

    /// <summary>A thread that has not been started.</summary>
    /// <param name="mailbox">What the loop takes its work from.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="name">The thread's name.</param>
    public HostThread(Mailbox<LoopWork> mailbox, IHostedLoop loop, string name)
    {
        _mailbox = mailbox;
        _loop = loop;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
    }

    /// <summary>
    /// Ends when the loop was stopped; fails with <see cref="StoreException"/> or <see cref="HostFaultException"/> when it had
    /// to end by itself.
    /// </summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Starts the loop.</summary>
    public void Start() => _thread.Start();

    /// <summary>Opens a line to the loop.</summary>
    /// <param name="client">Who speaks on it.</param>
    /// <param name="listener">Hears what the loop says.</param>
    /// <param name="greeting">What the loop says first.</param>
    public IHostChannel Connect(ClientIdentity client, IBrokerListener listener, BrokerGreeting greeting)
    {
        var peer = new PeerId(Interlocked.Increment(ref _lastPeer));
        var channel = new MemoryChannel(peer, _loop, _mailbox, listener);
        Post(new LineOpening(channel, () =>
        {
            _loop.Open(peer, new HostLine(client, channel));
            channel.Open(greeting);
        }));
        return channel;
    }

    /// <summary>Asks something between two turns, and waits for the answer.</summary>
    public T Ask<T>(Func<T> question)
    {
        var work = new LoopQuestion<T>(question);
        Post(work);
        return work.Await();
    }

    /// <summary>Hands work to the loop; it is abandoned when the loop has ended.</summary>
    public void Post(LoopWork work)
    {
        if (!_mailbox.Post(work))
        {
            work.Abandon(Volatile.Read(ref _end)!);
        }
    }

    /// <summary>Ends the loop after the turn at hand; what waits in it is dropped.</summary>
    public void Stop() => _mailbox.Post(new LoopAction(_loop.Stop));

    /// <summary>Waits for the loop's end; loop and mailbox may be disposed of then.</summary>
    public void Join() => _thread.Join();

#pragma warning disable CA1031 // The loop's thread must not take the process down: its end is told by Stopped.
    private void Run()
    {
        ThreadSlice.TryShorten();
        try
        {
            _loop.Run();
            End(new ObjectDisposedException("host"));
            _stopped.SetResult();
        }
        catch (StoreException e)
        {
            Fail(e);
        }
        catch (Exception e)
        {
            Fail(new HostFaultException(e));
        }
    }
#pragma warning restore CA1031

    private void Fail(Exception reason)
    {
        End(reason);
        _stopped.SetException(reason);
    }

    private void End(Exception reason)
    {
        Volatile.Write(ref _end, reason);
        IReadOnlyList<LoopWork> left = _mailbox.Close();
        _loop.Abandon(reason);
        foreach (LoopWork work in left)
        {
            work.Abandon(reason);
        }
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>
/// A connection to a broker with a thread of its own: it opens the handle, runs its reactor, sends what other threads
/// post, and closes the handle. Nothing else touches the handle or its futures.
/// </summary>
#pragma warning disable CA1001 // the thread itself disposes of what it owns, at its end
internal sealed unsafe class ReactorThread
#pragma warning restore CA1001
{
    private readonly FluxUri _address;
    private readonly WakeDescriptor _wake = new();
    private readonly ConcurrentQueue<Posted> _posted = new();
    private readonly HashSet<PendingFuture> _pending = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FluxLostException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BrokerHandle? _broker;
    private nint _reactor;
    private FluxLostException? _breakage;
    private volatile Exception? _end;
    private volatile bool _stopping;

    /// <summary>Starts the thread, which opens the connection.</summary>
    /// <param name="address">Where the broker listens, as libflux takes it.</param>
    public ReactorThread(FluxUri address)
    {
        _address = address;
        new Thread(Run) { IsBackground = true, Name = "flux reactor" }.Start();
    }

    /// <summary>Completes when the broker has answered; fails with a <see cref="FluxException"/> when it has not.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Completes when the handle is closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Completes when the connection breaks; is cancelled when it is closed instead.</summary>
    public Task<FluxLostException> Lost => _lost.Task;

    /// <summary>Sends a request. May be called from any thread.</summary>
    public void Send(PendingFuture request) => Post(
        broker =>
        {
            _pending.Add(request);
            request.Ended = ended => _pending.Remove(ended);
            request.Begin(broker);
        },
        request.Abandon);

    /// <summary>Runs a short piece of work on the reactor's thread. May be called from any thread.</summary>
    /// <param name="work">What to do with the handle; it must not throw.</param>
    /// <param name="refuse">Called instead when the connection has ended.</param>
    public void Post(Action<BrokerHandle> work, Action<Exception> refuse)
    {
        _posted.Enqueue(new Posted(work, refuse));
        // Whoever comes last, the thread at its end or this one, sees the other's step and refuses the work.
        if (_end is { } end)
        {
            RefusePosted(end);
        }
        else
        {
            _wake.Signal();
        }
    }

    /// <summary>Ends the connection; everything outstanding fails with <see cref="ObjectDisposedException"/>.</summary>
    public void Stop()
    {
        _stopping = true;
        _wake.Signal();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnWake(nint reactor, nint watcher, int events, nint argument) =>
        ((ReactorThread)GCHandle.FromIntPtr(argument).Target!).Wake();

    private void Run()
    {
        if (TryOpen())
        {
            _opened.TrySetResult();
            Serve();
        }

        End();
    }

    private bool TryOpen()
    {
        ErrorText words = default;
        BrokerHandle broker = HandleImports.Open(_address.Text, 0, &words);
        _reactor = broker.IsInvalid ? 0 : HandleImports.Reactor(broker);
        int errno = Marshal.GetLastPInvokeError();
        if (_reactor == 0)
        {
            broker.Dispose();
            string said = words.ToString();
            _opened.TrySetException(new FluxException(
                $"opening {_address}", errno, said.Length > 0 ? said : ErrorImports.Describe(errno)));
            return false;
        }

        _broker = broker;
        return true;
    }

    private void Serve()
    {
        var self = GCHandle.Alloc(this);
        nint argument = GCHandle.ToIntPtr(self);
        using (WatcherHandle wake = WatcherImports.ForDescriptor(_reactor, _wake.Number, WatcherImports.PollIn, &OnWake, argument))
        using (MessageHandlerHandle listener = MessageHandlerHandle.ForEvents(_broker!))
        {
            if (wake.IsInvalid || listener.IsInvalid)
            {
                Break(FluxErrno.NoMemory);
            }
            else
            {
                WatcherImports.Start(wake);
                MessageHandlerImports.Start(listener);
                RunReactor();
            }
        }

        self.Free();
    }

    private void RunReactor()
    {
        if (ReactorImports.Run(_reactor, 0) == -1)
        {
            Break(Marshal.GetLastPInvokeError());
        }
    }

    private void Wake()
    {
        _wake.Clear();
        while (!_stopping && _posted.TryDequeue(out Posted posted))
        {
            posted.Work(_broker!);
        }

        if (_stopping)
        {
            ReactorImports.Stop(_reactor);
        }
    }

    private void Break(int errno)
    {
        _breakage ??= new FluxLostException(_address, errno, ErrorImports.Describe(errno));
        ReactorImports.Stop(_reactor);
    }

    private void End()
    {
        Exception end = _breakage as Exception ?? new ObjectDisposedException(nameof(FluxHandle));
        _end = end;
        Interlocked.MemoryBarrier();
        foreach (PendingFuture pending in _pending.ToArray())
        {
            pending.Abandon(end);
        }

        _broker?.Dispose();
        _wake.Dispose();
        RefusePosted(end);
        Announce();
    }

    private void RefusePosted(Exception end)
    {
        while (_posted.TryDequeue(out Posted posted))
        {
            posted.Refuse(end);
        }
    }

    private void Announce()
    {
        if (_breakage is { } breakage)
        {
            _lost.TrySetResult(breakage);
        }
        else
        {
            _lost.TrySetCanceled();
        }

        _closed.TrySetResult();
    }

    private readonly record struct Posted(Action<BrokerHandle> Work, Action<Exception> Refuse);
}

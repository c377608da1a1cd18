using Merlin.Posix;

namespace Merlin.Worker.Pool;

/// <summary>
/// A few threads for everything that touches the file system, so that a hanging one holds up nobody else.
/// </summary>
internal sealed class WorkPool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<PoolJob> _urgent = new();
    private readonly Queue<PoolJob> _ordinary = new();
    private readonly Action<PoolJob, Scratch> _carryOut;
    private readonly Action<Exception> _failed;
    private readonly Thread[] _threads;
    private readonly ThreadSignal[] _signals;

    // The thread that fell idle last is woken first: its caches are warm.
    private readonly Stack<int> _idle = new();
    private bool _closed;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="carryOut">Does a job.</param>
    /// <param name="failed">Told of an exception that a job let out.</param>
    public WorkPool(int threads, Action<PoolJob, Scratch> carryOut, Action<Exception> failed)
    {
        _carryOut = carryOut;
        _failed = failed;
        _threads = new Thread[threads];
        _signals = new ThreadSignal[threads];
        for (int i = 0; i < threads; i++)
        {
            int number = i;
            _signals[i] = new ThreadSignal();
            _threads[i] = new Thread(() => Run(number)) { IsBackground = true, Name = $"merlin files {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Hands a job over; the ends of tasks go before the beginnings of others.</summary>
    public void Add(PoolJobKind kind, object subject)
    {
        bool wakes;
        int idle;
        lock (_gate)
        {
            (kind == PoolJobKind.Prepare ? _ordinary : _urgent).Enqueue(new PoolJob(kind, subject));
            wakes = _idle.TryPop(out idle);
        }

        if (wakes)
        {
            _signals[idle].Set();
        }
    }

    /// <summary>Ends the threads when they have done what was handed over.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _idle.Clear();
        }

        foreach (ThreadSignal signal in _signals)
        {
            signal.Set();
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        foreach (ThreadSignal signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Run(int number)
    {
        ThreadSlice.TryShorten();
        using var scratch = new Scratch();
        try
        {
            while (TryTake(number, out PoolJob job))
            {
                _carryOut(job, scratch);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _failed(error);
        }
    }

    private bool TryTake(int number, out PoolJob job)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_urgent.TryDequeue(out job) || _ordinary.TryDequeue(out job))
                {
                    return true;
                }

                if (_closed)
                {
                    return false;
                }

                if (!_idle.Contains(number))
                {
                    _idle.Push(number);
                }
            }

            _signals[number].Wait(-1);
        }
    }
}

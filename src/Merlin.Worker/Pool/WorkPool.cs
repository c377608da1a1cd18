namespace Merlin.Worker.Pool;

/// <summary>
/// A few threads for everything that touches the file system, so that a hanging one holds up nobody else.
/// </summary>
internal sealed class WorkPool : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<PoolJob> _urgent = new();
    private readonly Queue<PoolJob> _ordinary = new();
    private readonly Action<PoolJob, Scratch> _carryOut;
    private readonly Action<Exception> _failed;
    private readonly Thread[] _threads;
    private int _idle;
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
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Run) { IsBackground = true, Name = $"merlin files {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Hands a job over; the ends of tasks go before the beginnings of others.</summary>
    public void Add(PoolJobKind kind, object subject)
    {
        lock (_gate)
        {
            (kind == PoolJobKind.Prepare ? _ordinary : _urgent).Enqueue(new PoolJob(kind, subject));
            if (_idle > 0)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Ends the threads when they have done what was handed over.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Run()
    {
        var scratch = new Scratch();
        try
        {
            while (TryTake(out PoolJob job))
            {
                _carryOut(job, scratch);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _failed(error);
        }
    }

    private bool TryTake(out PoolJob job)
    {
        lock (_gate)
        {
            while (!_urgent.TryDequeue(out job) && !_ordinary.TryDequeue(out job))
            {
                if (_closed)
                {
                    return false;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            return true;
        }
    }
}

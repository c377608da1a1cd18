using Merlin.Posix;
using Merlin.Worker.Placement;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Instances;

/// <summary>Binds what the spawner starts to the cores of its seat. Belongs to the spawner.</summary>
/// <param name="logger">Where it is told, once, that nothing can be bound.</param>
internal sealed class CoreBinding(ILogger logger)
{
    private readonly Dictionary<int, ProcessorSet?> _single = [];
    private CoreMap? _map;
    private ProcessorSet? _unbound;
    private bool _isTold;

    /// <summary>Makes the calling thread, which must not be bound yet, the one that binds.</summary>
    public void TakeThread()
    {
        _map = CoreMap.OfHost();
        _unbound = ProcessorSet.OfThread();
    }

    /// <summary>Binds the calling thread to a seat's cores, for as long as it takes to start the task.</summary>
    /// <returns>Whether it is bound, so that <see cref="Release"/> is due.</returns>
    public bool Bind(Seat seat)
    {
        if (seat.Cores.Length == 0)
        {
            return false;
        }

        ProcessorSet? processors = Find(seat.Cores);
        int error = processors is null ? Errno.NoEntry : processors.BindThread();
        if (error != 0 && !_isTold)
        {
            _isTold = true;
            WorkerLog.NotBound(
                logger, string.Join(',', seat.Cores), processors is null ? "this host has no such cores" : Errno.Describe(error));
        }

        return error == 0;
    }

    /// <summary>Lets the calling thread run everywhere again.</summary>
    public void Release() => _unbound!.BindThread();

    private ProcessorSet? Find(int[] cores)
    {
        if (cores is not [int only])
        {
            return _map!.Find(cores);
        }

        if (!_single.TryGetValue(only, out ProcessorSet? processors))
        {
            processors = _map!.Find(cores);
            _single.Add(only, processors);
        }

        return processors;
    }
}

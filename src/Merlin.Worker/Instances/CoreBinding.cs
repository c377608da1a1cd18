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
        if (ProcessorsOf(seat) is not { } processors)
        {
            return false;
        }

        int error = processors.BindThread();
        if (error != 0)
        {
            Tell(seat, Errno.Describe(error));
        }

        return error == 0;
    }

    /// <summary>Binds a process, before it has done anything, to a seat's cores.</summary>
    public void Bind(Seat seat, int pid)
    {
        if (ProcessorsOf(seat)?.Bind(pid) is { } error and not 0)
        {
            Tell(seat, Errno.Describe(error));
        }
    }

    /// <summary>Lets the calling thread run everywhere again.</summary>
    public void Release() => _unbound!.BindThread();

    private ProcessorSet? ProcessorsOf(Seat seat)
    {
        ProcessorSet? processors = seat.Cores.Length == 0 ? null : Find(seat.Cores);
        if (processors is null && seat.Cores.Length > 0)
        {
            Tell(seat, "this host has no such cores");
        }

        return processors;
    }

    private void Tell(Seat seat, string reason)
    {
        if (!_isTold)
        {
            _isTold = true;
            WorkerLog.NotBound(logger, string.Join(',', seat.Cores), reason);
        }
    }

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

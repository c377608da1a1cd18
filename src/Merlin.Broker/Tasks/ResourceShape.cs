namespace Merlin.Broker;

/// <summary>What one running task holds, as its step states it.</summary>
/// <param name="Nodes">How many nodes its processes are spread over; 0 when they may be anywhere.</param>
/// <param name="Procs">How many processes, at least 1.</param>
/// <param name="CoresPerProc">Cores of each process, at least 1.</param>
/// <param name="GpusPerProc">GPUs of each process.</param>
public readonly record struct ResourceShape(int Nodes, int Procs, int CoresPerProc, int GpusPerProc)
{
    /// <summary>One process on one core: what a step that states nothing takes.</summary>
    public static ResourceShape OneCore { get; } = new(0, 1, 1, 0);
}

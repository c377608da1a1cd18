using Merlin.Worker.Packing.Places;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Packing;

/// <summary>The packs of one step of a study: those that this worker writes, and what all workers' tell. Any thread may use it.</summary>
internal sealed class PackedStep : IDisposable
{
    private readonly ScratchPool _near;
    private readonly ScratchPool _anywhere;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="directory">Where the packs are.</param>
    /// <param name="prefix">What the names of this worker's packs begin with.</param>
    /// <param name="largest">The length at which a pack is full, in bytes.</param>
    /// <param name="packing">What is kept.</param>
    /// <param name="near">Directories for tasks of this machine.</param>
    /// <param name="anywhere">Directories for tasks of any node of the worker's instance.</param>
    public PackedStep(
        string directory, string prefix, long largest, SamplePacking packing, ScratchPool near, ScratchPool anywhere)
    {
        Directory = directory;
        Packs = new StepPacks(directory, prefix, largest);
        Records = new StepRecords(directory);
        Locks = new StepLocks(directory);
        Rules = new KeepRules(packing);
        _near = near;
        _anywhere = anywhere;
    }

    /// <summary>Where the packs are.</summary>
    public string Directory { get; }

    /// <summary>The packs that this worker writes.</summary>
    public StepPacks Packs { get; }

    /// <summary>What the packs of all workers tell.</summary>
    public StepRecords Records { get; }

    /// <summary>The locks on tasks.</summary>
    public StepLocks Locks { get; }

    /// <summary>What is kept of what tasks leave behind.</summary>
    public KeepRules Rules { get; }

    /// <summary>The directories for tasks.</summary>
    /// <param name="isNear">Whether the tasks run on this machine in any case.</param>
    public ScratchPool Scratch(bool isNear) => isNear ? _near : _anywhere;

    /// <inheritdoc/>
    public void Dispose()
    {
        Packs.Dispose();
        Records.Dispose();
        Locks.Dispose();
    }
}

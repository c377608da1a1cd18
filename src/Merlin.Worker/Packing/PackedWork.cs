using System.Collections.Concurrent;
using Merlin.Worker.Packing.Places;
using Merlin.Worker.Processes;
using Merlin.Worker.Studies;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Packing;

/// <summary>What the packed steps of all studies of a worker share: where their tasks run. Any thread may use it.</summary>
internal sealed class PackedWork : IDisposable
{
    /// <summary>How many scratch directories may wait for tasks while all that the worker can hold at a time are in hand.</summary>
    public const int SpareDirectories = 32;

    private const long LargestPack = 256L << 20;
    private const string SharedName = "scratch";
    private readonly WorkerOptions _options;
    private readonly int _mostDirectories;
    private readonly ScratchPlace _nearPlace;
    private readonly ScratchPool _near;
    private readonly ConcurrentDictionary<string, (ScratchPlace Place, ScratchPool Pool)> _shared = new(StringComparer.Ordinal);

    /// <summary>Makes nothing yet.</summary>
    /// <param name="options">The worker's options.</param>
    /// <param name="slots">How many tasks it runs at a time.</param>
    public PackedWork(WorkerOptions options, int slots)
    {
        _options = options;

        // A task has one from when it is prepared: those that run, and the backlog.
        _mostDirectories = (2 * slots) + Backlog.Margin + SpareDirectories;
        _nearPlace = new ScratchPlace(options.ScratchDirectory ?? Path.GetTempPath());
        _near = new ScratchPool(_nearPlace, _mostDirectories);
    }

    /// <summary>The packs of a step, and where its tasks run.</summary>
    /// <param name="directory">Where the packs are.</param>
    /// <param name="packing">What is kept.</param>
    public PackedStep Step(string directory, SamplePacking packing)
    {
        // Tasks of an instance of several nodes may run on any of them, so all of these must see their directories.
        ScratchPool pool = _options.Instance is { Nodes.Count: > 1 } ? SharedPool(Path.Combine(directory, SharedName)) : _near;
        return new PackedStep(directory, PackPaths.PrefixOf(_options.Name), LargestPack, packing, _near, pool);
    }

    /// <summary>A study goes, and with it what was kept ready for its tasks; touches no files.</summary>
    public void Forget(StudyWork study)
    {
        _near.Forget(study);
        foreach ((_, ScratchPool pool) in _shared.Values)
        {
            pool.Forget(study);
        }
    }

    /// <summary>Deletes all scratch directories; no task may be in any.</summary>
    public void Dispose()
    {
        _near.RemoveSpent();
        _nearPlace.Dispose();
        foreach ((ScratchPlace place, ScratchPool pool) in _shared.Values)
        {
            pool.RemoveSpent();
            place.Dispose();
        }
    }

    private ScratchPool SharedPool(string directory) => _shared.GetOrAdd(directory, path =>
    {
        var place = new ScratchPlace(path);
        return (place, new ScratchPool(place, _mostDirectories));
    }).Pool;
}

using System.Text;
using Merlin.Posix;
using Merlin.Posix.Locking;

namespace Merlin.Worker.Packing;

/// <summary>
/// Locks on the tasks of a packed step, which have no directories of their own to be locked: each is a byte of one file beside
/// the packs, at node and index. Any thread may use them.
/// </summary>
/// <remarks>As with locks on directories, the system gives them back when the worker's process ends, however that ends.</remarks>
/// <param name="directory">Where the packs are.</param>
internal sealed class StepLocks(string directory) : IDisposable
{
    private const string FileName = "lock";
    private const int IndexBits = 40;
    private readonly Lock _gate = new();

    // The system gives one holder of the file any lock twice.
    private readonly HashSet<long> _held = [];
    private OpenFile? _file;
    private bool _wasOpened;

    /// <summary>Takes the lock of a task if nobody has it.</summary>
    /// <param name="node">The node's place in the plan.</param>
    /// <param name="index">The task.</param>
    /// <returns>The lock, which is given back by disposing of it; null when somebody else has it.</returns>
    public IDisposable? TryTake(int node, long index)
    {
        long place = ((long)node << IndexBits) | index;
        lock (_gate)
        {
            if (!_held.Add(place))
            {
                return null;
            }

            // Where there are no such locks, nobody ever holds one.
            if (File() is { } file && RangeLock.TryTake(file.Handle, place) == LockAttempt.Held)
            {
                _held.Remove(place);
                return null;
            }

            return new HeldPlace(this, place);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private OpenFile? File()
    {
        if (!_wasOpened)
        {
            _wasOpened = true;
            try
            {
                Directory.CreateDirectory(directory);
                _file = OpenFile.TryOpenOrCreate(Encoding.UTF8.GetBytes($"{directory}/{FileName}\0"), out _);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The first record will tell.
            }
        }

        return _file;
    }

    private void GiveBack(long place)
    {
        lock (_gate)
        {
            if (_held.Remove(place) && _file is { } file)
            {
                RangeLock.Release(file.Handle, place);
            }
        }
    }

    /// <summary>A lock that is held.</summary>
    private sealed class HeldPlace(StepLocks locks, long place) : IDisposable
    {
        public void Dispose() => locks.GiveBack(place);
    }
}

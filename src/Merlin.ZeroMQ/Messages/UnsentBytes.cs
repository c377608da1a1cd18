namespace Merlin.ZeroMQ;

/// <summary>
/// Counts the bytes of frames that were handed to libzmq and are still in its memory: a peer that does not read keeps
/// them there. May be used from any thread.
/// </summary>
/// <param name="total">Counts the same bytes together with others', or null.</param>
public sealed class UnsentBytes(UnsentBytes? total = null)
{
    private long _count;

    /// <summary>How many there are.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal void Add(long bytes)
    {
        Interlocked.Add(ref _count, bytes);
        total?.Add(bytes);
    }
}

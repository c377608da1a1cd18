namespace Merlin.Worker.Packing.Format;

/// <summary>
/// Lets few packs of many stay open: a step has packs of all workers, and a worker keeps the limit of open files that its user
/// has set. For one thread at a time.
/// </summary>
internal sealed class OpenPacks
{
    /// <summary>How many stay open.</summary>
    public const int Most = 32;

    private readonly Queue<PackReader> _opened = new();

    /// <summary>A pack was opened; closes the one that has been open longest if there are too many.</summary>
    public void Add(PackReader pack)
    {
        _opened.Enqueue(pack);
        if (_opened.Count > Most && _opened.Dequeue() is { } oldest && oldest != pack)
        {
            oldest.Rest(); // should it be in use, it opens again
        }
    }
}

using Merlin.Worker.Packing.Format;

namespace Merlin.Worker.Packing;

/// <summary>Reads all packs of a step, of whichever workers. For one thread at a time.</summary>
/// <param name="directory">Where they are.</param>
internal sealed class PackFolder(string directory) : IDisposable
{
    private readonly OpenPacks _opened = new();
    private readonly SortedDictionary<string, PackReader> _packs = new(StringComparer.Ordinal);

    /// <summary>The packs that were found.</summary>
    public IReadOnlyCollection<PackReader> Packs => _packs.Values;

    /// <summary>What is damaged, as far as it was looked at.</summary>
    public IEnumerable<PackDamage> Damages => _packs.Values.SelectMany(static pack => pack.Damages);

    /// <summary>The records that were not told of before, pack by pack.</summary>
    /// <exception cref="IOException">A pack cannot be read.</exception>
    /// <exception cref="InvalidDataException">One is no pack, or one of another version of Merlin.</exception>
    public IEnumerable<LocatedEntry> ReadNew()
    {
        Look();
        foreach (PackReader pack in _packs.Values)
        {
            foreach (PackEntry entry in pack.ReadNew())
            {
                yield return new LocatedEntry(pack, entry);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PackReader pack in _packs.Values)
        {
            pack.Dispose();
        }
    }

    private void Look()
    {
        string[] found = Directory.Exists(directory)
            ? Directory.GetFiles(directory, "*" + PackFormat.PackExtension)
            : [];
        foreach (string path in found.Where(path => !_packs.ContainsKey(path)))
        {
            _packs.Add(path, new PackReader(path, _opened));
        }
    }
}

using System.Text;
using Merlin.Posix;

namespace Merlin.Worker.Packing.Format;

/// <summary>
/// Reads the index of a pack, which may be missing, short or damaged: it only spares looking through the pack. For one thread
/// at a time.
/// </summary>
/// <param name="path">The index.</param>
internal sealed class PackIndexReader(string path)
{
    private const int EntriesAtOnce = 4096;
    private long _read;

    /// <summary>The entries that were not told of before and begin at a place of the pack or behind it, while they are sound.</summary>
    public IEnumerable<PackEntry> ReadFrom(long offset)
    {
        using OpenFile? file = OpenFile.TryRead(Encoding.UTF8.GetBytes(path + '\0'), out _);
        byte[] block = new byte[EntriesAtOnce * PackFormat.IndexEntry];
        if (file is null || !HasHead(file, block))
        {
            yield break;
        }

        while (true)
        {
            int entries = Fill(file, block) / PackFormat.IndexEntry;
            for (int i = 0; i < entries; i++)
            {
                if (PackEntry.Read(block.AsSpan(i * PackFormat.IndexEntry)) is not { } entry)
                {
                    yield break;
                }

                _read++;
                if (entry.Offset >= offset)
                {
                    yield return entry;
                }
            }

            if (entries == 0)
            {
                yield break;
            }
        }
    }

    private static bool HasHead(OpenFile file, byte[] block) =>
        file.Read(0, block.AsSpan(0, PackFormat.FileHead), out int count) == 0
        && block.AsSpan(0, count).SequenceEqual(PackFormat.Head(PackFormat.IndexLetters));

    private int Fill(OpenFile file, byte[] block)
    {
        int filled = 0;
        int count = -1;
        while (filled < block.Length && count != 0)
        {
            long place = PackFormat.FileHead + (_read * PackFormat.IndexEntry) + filled;
            if (file.Read(place, block.AsSpan(filled), out count) != 0)
            {
                return filled;
            }

            filled += count;
        }

        return filled;
    }
}

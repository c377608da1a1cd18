namespace Merlin.Worker.Packing;

/// <summary>A set of tasks, one bit for each up to the highest.</summary>
internal sealed class IndexBits
{
    private const int BitsPerWord = 64;
    private ulong[] _words = [];

    /// <summary>Whether a task is in it.</summary>
    public bool Contains(long index)
    {
        long word = index / BitsPerWord;
        return word < _words.LongLength && (_words[word] & Bit(index)) != 0;
    }

    /// <summary>Adds a task.</summary>
    /// <returns>Whether it was not in it.</returns>
    public bool Add(long index)
    {
        long word = index / BitsPerWord;
        if (word >= _words.LongLength)
        {
            Array.Resize(ref _words, checked((int)Math.Max(word + 1, Math.Min(2 * _words.LongLength, Array.MaxLength))));
        }

        bool isNew = (_words[word] & Bit(index)) == 0;
        _words[word] |= Bit(index);
        return isNew;
    }

    private static ulong Bit(long index) => 1UL << (int)(index % BitsPerWord);
}

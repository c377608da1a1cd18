using System.Runtime.InteropServices;

namespace Merlin.Broker.Storage;

/// <summary>Puts task records into the order of their indices, in memory that is used again.</summary>
/// <remarks>
/// A record is large: the indices are sorted alone, and then each record is moved once, to its place. That takes a third of
/// what sorting the records takes. Most come in order, which is seen at once.
/// </remarks>
internal sealed class TaskOrder
{
    private long[] _indices = [];
    private int[] _origins = [];

    /// <summary>Sorts records of different tasks.</summary>
    public void Sort(List<StoredTask> tasks)
    {
        Span<StoredTask> records = CollectionsMarshal.AsSpan(tasks);
        if (!IsAscending(records))
        {
            FindOrigins(records);
            Move(records);
        }
    }

    private static bool IsAscending(ReadOnlySpan<StoredTask> records)
    {
        for (int i = 1; i < records.Length; i++)
        {
            if (records[i].Record.Index < records[i - 1].Record.Index)
            {
                return false;
            }
        }

        return true;
    }

    // Where the record is that belongs to a place.
    private void FindOrigins(ReadOnlySpan<StoredTask> records)
    {
        if (_indices.Length < records.Length)
        {
            _indices = new long[records.Length];
            _origins = new int[records.Length];
        }

        for (int i = 0; i < records.Length; i++)
        {
            _indices[i] = records[i].Record.Index;
            _origins[i] = i;
        }

        Array.Sort(_indices, _origins, 0, records.Length);
    }

    // Each cycle of moves begins with a place whose record is put aside.
    private void Move(Span<StoredTask> records)
    {
        for (int first = 0; first < records.Length; first++)
        {
            if (_origins[first] == first)
            {
                continue;
            }

            StoredTask aside = records[first];
            int place = first;
            for (int origin = _origins[place]; origin != first; origin = _origins[place])
            {
                records[place] = records[origin];
                _origins[place] = place;
                place = origin;
            }

            records[place] = aside;
            _origins[place] = place;
        }
    }
}

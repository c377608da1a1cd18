using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Storage;

/// <summary>
/// The records of tasks that were run. New ones are appended as small tail rows of their block; when a block has many
/// of them, or all of its tasks, they are compacted into the block's own row.
/// </summary>
internal sealed class TaskTable
{
    // Tail rows that a block collects before they are compacted. Rewriting a block for every 256 rows means that a task
    // which is reported alone is written some eight times over in compact form.
    private const int TailRowLimit = 256;

    private readonly BlobWriter _blob = new();
    private readonly List<StoredTask> _tasks = [];
    private readonly TaskOrder _order = new();
    // Of open arrays: blocks to which this process has added, with records that are not yet in the block's own row, or not
    // complete.
    private readonly Dictionary<long, Dictionary<long, BlockFill>> _fill = [];
    private readonly HashSet<(long Key, long Block)> _due = [];
    private readonly Statement _selectFill;
    private readonly Statement _nextTail;
    private readonly Statement _selectLeft;
    private readonly Statement _blockTasks;
    private readonly Statement _selectRecords;
    private readonly Statement _nextBlock;
    private readonly Statement _insertTail;
    private readonly Statement _deleteTails;
    private readonly Statement _writeBlock;
    private readonly Statement _deleteBlock;
    private readonly Statement _deleteSomeBlocks;
    private readonly Statement _deleteSomeTails;

    public TaskTable(Database database)
    {
        _selectFill = database.Prepare("""
            SELECT max(position) + 1, sum(tasks) FROM task_tail WHERE task_array = $1 AND block = $2
            """);
        _nextTail = database.Prepare("SELECT min(block) FROM task_tail WHERE task_array = $1 AND block >= $2");
        _selectLeft = database.Prepare("""
            SELECT DISTINCT task_array, block FROM task_tail
            WHERE task_array IN (
                SELECT task_array.id FROM task_array JOIN study ON study.id = task_array.study
                WHERE study.closed IS NOT NULL AND study.superseded = 0)
            """);
        _blockTasks = database.Prepare("SELECT tasks FROM task_block WHERE task_array = $1 AND block = $2");
        _selectRecords = database.Prepare("""
            SELECT records FROM task_block WHERE task_array = $1 AND block = $2
            UNION ALL
            SELECT records FROM task_tail WHERE task_array = $1 AND block = $2
            """);
        _nextBlock = database.Prepare("""
            SELECT min(block) FROM (
                SELECT min(block) AS block FROM task_block WHERE task_array = $1 AND block >= $2
                UNION ALL
                SELECT min(block) AS block FROM task_tail WHERE task_array = $1 AND block >= $2)
            """);
        _insertTail = database.Prepare(
            "INSERT INTO task_tail (task_array, block, position, tasks, records) VALUES ($1, $2, $3, $4, $5)");
        _deleteTails = database.Prepare("DELETE FROM task_tail WHERE task_array = $1 AND block = $2");
        _writeBlock = database.Prepare(
            "INSERT OR REPLACE INTO task_block (task_array, block, tasks, records) VALUES ($1, $2, $3, $4)");
        _deleteBlock = database.Prepare("DELETE FROM task_block WHERE task_array = $1 AND block = $2");
        _deleteSomeBlocks = database.Prepare("""
            DELETE FROM task_block WHERE task_array = $1 AND block IN (
                SELECT block FROM task_block WHERE task_array = $1 ORDER BY block LIMIT $2)
            """);
        _deleteSomeTails = database.Prepare("""
            DELETE FROM task_tail WHERE task_array = $1 AND block IN (
                SELECT DISTINCT block FROM task_tail WHERE task_array = $1 ORDER BY block LIMIT $2)
            """);
    }

    /// <summary>Whether some block waits for its compaction.</summary>
    public bool HasDue => _due.Count > 0;

    /// <summary>Finds the blocks of closed studies that a killed broker left without their compaction.</summary>
    public void LoadDue()
    {
        using SqliteDataReader rows = _selectLeft.Rows();
        while (rows.Read())
        {
            _due.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }
    }

    /// <summary>Adds records, which it sorts by index.</summary>
    public void Append(StoredArray array, List<StoredTask> tasks)
    {
        _order.Sort(tasks);
        ReadOnlySpan<StoredTask> rest = CollectionsMarshal.AsSpan(tasks);
        while (!rest.IsEmpty)
        {
            long block = rest[0].Block;
            int length = 1;
            while (length < rest.Length && rest[length].Block == block)
            {
                length++;
            }

            AppendTail(array, block, rest[..length]);
            rest = rest[length..];
        }
    }

    /// <summary>All records of one block, in the order of their indices; the list is used again by the next call.</summary>
    public List<StoredTask> Read(StoredArray array, long block) => Read(array.Key, block);

    /// <summary>The first block from <paramref name="block"/> on that has records, or null.</summary>
    public long? NextBlock(StoredArray array, long block) => _nextBlock.Number(array.Key, block);

    /// <summary>Compacts some of the blocks that wait for it.</summary>
    /// <param name="most">How many at most.</param>
    public void CompactDue(int most)
    {
        foreach ((long key, long block) in _due.Take(most).ToList())
        {
            Replace(key, block, Read(key, block));
        }
    }

    /// <summary>Lets every block of an array wait for its compaction: nothing more will come.</summary>
    public void Finish(StoredArray array)
    {
        _fill.Remove(array.Key);
        for (long? block = _nextTail.Number(array.Key, 0); block is { } found; block = _nextTail.Number(array.Key, found + 1))
        {
            _due.Add((array.Key, found));
        }
    }

    /// <summary>Makes these all the records of a block.</summary>
    /// <param name="array">The array.</param>
    /// <param name="block">The block.</param>
    /// <param name="tasks">The records in the order of their indices; none removes the block.</param>
    public void Replace(StoredArray array, long block, List<StoredTask> tasks) => Replace(array.Key, block, tasks);

    /// <summary>Deletes the records of some blocks of an array that nothing is added to any more.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool Drop(StoredArray array, int most)
    {
        _due.RemoveWhere(due => due.Key == array.Key);
        return _deleteSomeBlocks.Run(array.Key, most) + _deleteSomeTails.Run(array.Key, most) > 0;
    }

    private List<StoredTask> Read(long key, long block)
    {
        _tasks.Clear();
        using (SqliteDataReader rows = _selectRecords.Rows(key, block))
        {
            while (rows.Read())
            {
                TaskColumns.Decode(rows.GetFieldValue<byte[]>(0), block, _tasks);
            }
        }

        _order.Sort(_tasks);
        return _tasks;
    }

    private void Replace(long key, long block, List<StoredTask> tasks)
    {
        _deleteTails.Run(key, block);
        if (tasks.Count == 0)
        {
            _deleteBlock.Run(key, block);
        }
        else
        {
            _blob.Clear();
            TaskColumns.Encode(CollectionsMarshal.AsSpan(tasks), _blob);
            _writeBlock.Run(key, block, tasks.Count, _blob.Written.ToArray());
        }

        _due.Remove((key, block));
        if (_fill.TryGetValue(key, out Dictionary<long, BlockFill>? blocks) && blocks.TryGetValue(block, out BlockFill fill))
        {
            Remember(blocks, block, new BlockFill(fill.Size, 0, 0, tasks.Count));
        }
    }

    private void AppendTail(StoredArray array, long block, ReadOnlySpan<StoredTask> tasks)
    {
        if (!_fill.TryGetValue(array.Key, out Dictionary<long, BlockFill>? blocks))
        {
            _fill.Add(array.Key, blocks = []);
        }

        if (!blocks.TryGetValue(block, out BlockFill fill))
        {
            fill = ReadFill(array, block);
        }

        _blob.Clear();
        TaskColumns.Encode(tasks, _blob);
        _insertTail.Run(array.Key, block, fill.TailRows, tasks.Length, _blob.Written.ToArray());
        fill = new BlockFill(
            array.SizeOf(block), fill.TailRows + 1, fill.TailTasks + tasks.Length, fill.BlockTasks);
        Remember(blocks, block, fill);
        if (fill.TailRows >= TailRowLimit || fill.IsComplete)
        {
            _due.Add((array.Key, block));
        }
    }

    // An earlier process may have added to it.
    private BlockFill ReadFill(StoredArray array, long block)
    {
        long inBlock = _blockTasks.Number(array.Key, block) ?? 0;
        using SqliteDataReader rows = _selectFill.Rows(array.Key, block);
        return rows.Read() && !rows.IsDBNull(0)
            ? new BlockFill(array.SizeOf(block), rows.GetInt32(0), rows.GetInt64(1), inBlock)
            : new BlockFill(array.SizeOf(block), 0, 0, inBlock);
    }

    private static void Remember(Dictionary<long, BlockFill> blocks, long block, BlockFill fill)
    {
        if (fill.TailRows == 0 && (fill.BlockTasks == 0 || fill.IsComplete))
        {
            blocks.Remove(block);
        }
        else
        {
            blocks[block] = fill;
        }
    }
}

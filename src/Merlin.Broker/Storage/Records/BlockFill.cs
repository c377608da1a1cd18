namespace Merlin.Broker.Storage;

/// <summary>How full a block of task records is.</summary>
/// <param name="Size">How many tasks the block has.</param>
/// <param name="TailRows">Rows that were added since the block's own row was written.</param>
/// <param name="TailTasks">Records in those rows.</param>
/// <param name="BlockTasks">Records in the block's own row.</param>
internal readonly record struct BlockFill(long Size, int TailRows, long TailTasks, long BlockTasks)
{
    /// <summary>Whether there is a record of every task.</summary>
    public bool IsComplete => BlockTasks + TailTasks >= Size;
}

namespace Merlin.Broker.Storage;

/// <summary>A task's record together with the number of the consumer that ran it.</summary>
internal readonly record struct StoredTask(TaskRecord Record, int Consumer)
{
    /// <summary>Where it ran when that was not simply on the consumer's host.</summary>
    public TaskPlace? Place { get; init; }

    /// <summary>How many tasks an index-aligned block covers.</summary>
    public const int BlockSize = 4096;

    public long Index => Record.Index;

    public long Block => Record.Index / BlockSize;

    /// <summary>Whether a script was run, so that the times say something.</summary>
    public bool Ran => Record.StartMicros != 0;
}

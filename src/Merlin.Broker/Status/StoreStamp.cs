using Merlin.Broker.Storage;

namespace Merlin.Broker.Status;

/// <summary>What changes whenever a store is written: the times and the sizes of its file and of its log.</summary>
/// <param name="Database">Those of the file.</param>
/// <param name="Log">Those of the log; null while there is none, or nothing in it.</param>
internal readonly record struct StoreStamp((DateTime Written, long Bytes)? Database, (DateTime Written, long Bytes)? Log)
{
    /// <summary>The present stamp of the store in a directory.</summary>
    public static StoreStamp Of(string directory)
    {
        string file = Path.Combine(directory, Store.FileName);
        return new StoreStamp(Look(file), Look(file + "-wal"));
    }

    private static (DateTime Written, long Bytes)? Look(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 } file ? (file.LastWriteTimeUtc, file.Length) : null;
}

namespace Merlin.Broker.Storage;

/// <summary>
/// A study's records cannot be read or written. The message is for the user: it names the file or directory and says
/// what to do.
/// </summary>
public sealed class StoreException : Exception
{
    /// <summary>States the defect.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="message">What is wrong with it and what to do.</param>
    /// <param name="inner">The cause, if another exception told it.</param>
    public StoreException(string path, string message, Exception? inner = null)
        : base($"{path}: {message}", inner) => Path = path;

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>Whether another process has the record open, so that asking again may help.</summary>
    public bool IsInUse { get; init; }
}

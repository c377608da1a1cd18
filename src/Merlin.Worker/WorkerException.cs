namespace Merlin.Worker;

/// <summary>A worker cannot work on this machine; the message tells a user why, and what to do.</summary>
public sealed class WorkerException : Exception
{
    /// <summary>States the reason.</summary>
    public WorkerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

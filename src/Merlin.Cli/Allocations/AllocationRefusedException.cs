namespace Merlin.Cli.Allocations;

/// <summary>The batch system does not take an allocation, or does not answer. The message says why, for the user.</summary>
internal sealed class AllocationRefusedException : Exception
{
    /// <summary>States why.</summary>
    public AllocationRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>States why, and what it came from.</summary>
    public AllocationRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

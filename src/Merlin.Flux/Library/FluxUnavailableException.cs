namespace Merlin.Flux;

/// <summary>There is no usable libflux on this machine. The message says where it was looked for, and what to do.</summary>
public sealed class FluxUnavailableException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">What was not found or not good enough, where, and what to do.</param>
    public FluxUnavailableException(string reason)
        : base(reason)
    {
    }
}

namespace Merlin.Flux;

/// <summary>The connection to a broker ended while it was in use: the broker died or was shut down.</summary>
public sealed class FluxLostException : FluxException
{
    /// <summary>States which broker is gone.</summary>
    /// <param name="uri">The address under which it was opened.</param>
    /// <param name="errno">The error number of the failed connection.</param>
    /// <param name="words">What Flux says about it.</param>
    public FluxLostException(FluxUri uri, int errno, string words)
        : base($"the connection to {uri}", errno, words) => Uri = uri;

    /// <summary>The address under which the broker was opened.</summary>
    public FluxUri Uri { get; }
}

namespace Merlin.Flux;

/// <summary>Flux refused or failed to do something. The message is a sentence with Flux's own words.</summary>
public class FluxException : Exception
{
    /// <summary>States what failed.</summary>
    /// <param name="function">The function of libflux, or the topic of the call.</param>
    /// <param name="errno">The error number, see <see cref="FluxErrno"/>.</param>
    /// <param name="words">Flux's words.</param>
    public FluxException(string function, int errno, string words)
        : base($"Flux: {function} failed: {words} ({FluxErrno.NameOf(errno)}).")
    {
        Function = function;
        Errno = errno;
        Words = words;
    }

    /// <summary>The function of libflux, or the topic of the call, that failed.</summary>
    public string Function { get; }

    /// <summary>The error number, see <see cref="FluxErrno"/>.</summary>
    public int Errno { get; }

    /// <summary>What Flux says about it.</summary>
    public string Words { get; }
}

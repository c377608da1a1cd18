namespace Merlin.ZeroMQ;

/// <summary>A function of libzmq failed.</summary>
public sealed class ZeroMQException : IOException
{
    /// <summary>States the failure.</summary>
    /// <param name="function">The C function.</param>
    /// <param name="error">Its error number.</param>
    public ZeroMQException(string function, int error)
        : base($"{function}: {LibraryImports.Describe(error)} (errno {error})")
    {
        Function = function;
        Error = error;
    }

    /// <summary>The C function that failed.</summary>
    public string Function { get; }

    /// <summary>Its error number; see <see cref="ZeroMQError"/>.</summary>
    public int Error { get; }
}

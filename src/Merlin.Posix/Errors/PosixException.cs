namespace Merlin.Posix;

/// <summary>A system call failed.</summary>
public sealed class PosixException : IOException
{
    /// <summary>States the failure.</summary>
    /// <param name="function">The C function.</param>
    /// <param name="error">Its error number.</param>
    public PosixException(string function, int error)
        : base($"{function}: {Errno.Describe(error)} (errno {error})")
    {
        Function = function;
        Error = error;
    }

    /// <summary>The C function that failed.</summary>
    public string Function { get; }

    /// <summary>Its error number.</summary>
    public int Error { get; }
}

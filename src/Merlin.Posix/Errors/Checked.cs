using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Turns the answers of C functions into values or exceptions.</summary>
internal static class Checked
{
    /// <summary>The answer of a function that says -1 and sets errno on failure.</summary>
    internal static int Result(int answer, string function)
    {
        if (answer == -1)
        {
            throw new PosixException(function, Marshal.GetLastPInvokeError());
        }

        return answer;
    }

    /// <summary>0, or the errno of a function that says -1 and sets errno on failure.</summary>
    internal static int ErrorOf(int answer) => answer == -1 ? Marshal.GetLastPInvokeError() : 0;

    /// <summary>Throws for a function that returns the error number itself.</summary>
    internal static void Success(int error, string function)
    {
        if (error != 0)
        {
            throw new PosixException(function, error);
        }
    }
}

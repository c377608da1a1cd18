using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Turns the answers of C functions into values or exceptions.</summary>
internal static class Checked
{
    /// <summary>The answer of a function that says -1 and sets errno on failure.</summary>
    internal static int Result(int answer, string function) => answer != -1
        ? answer
        : throw new ZeroMQException(function, Marshal.GetLastPInvokeError());
}

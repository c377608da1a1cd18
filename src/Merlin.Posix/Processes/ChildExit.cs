using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>How a child process ended.</summary>
/// <param name="Code">Its exit status, or the number of the signal that ended it.</param>
/// <param name="BySignal">Whether a signal ended it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChildExit(int Code, bool BySignal)
{
    private const int SignalBase = 128;

    /// <summary>The exit status as a shell shows it: 128 + the signal's number for a signal.</summary>
    public int ShellCode => BySignal ? SignalBase + Code : Code;
}

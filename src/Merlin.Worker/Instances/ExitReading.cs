using Merlin.Flux;
using Merlin.Posix;

namespace Merlin.Worker.Instances;

/// <summary>Reads what Flux says of the end of processes.</summary>
internal static class ExitReading
{
    private const int SignalBase = 128;
    private const int HighestSignal = 64;

    /// <summary>The end of something that is ended before or without a word of its own.</summary>
    public static ChildExit Killed { get; } = new((int)SignalNumber.Kill, BySignal: true);

    /// <summary>
    /// Reads a wait status. A job's shell exits with 128 and the signal's number when a signal has ended its task, so that
    /// number is taken for that signal.
    /// </summary>
    public static ChildExit Of(WaitStatus status)
    {
        int code = status.ShellCode;
        return code is > SignalBase and <= SignalBase + HighestSignal
            ? new ChildExit(code - SignalBase, BySignal: true)
            : new ChildExit(code, BySignal: false);
    }
}

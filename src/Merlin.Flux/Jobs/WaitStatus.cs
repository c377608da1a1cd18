namespace Merlin.Flux;

/// <summary>How a process ended, in the encoding of <c>wait(2)</c>.</summary>
/// <param name="Raw">The encoded number.</param>
public readonly record struct WaitStatus(int Raw)
{
    private const int SignalBits = 0x7f;
    private const int ShellSignalBase = 128;

    /// <summary>The exit code; null when a signal ended it.</summary>
    public int? ExitCode => (Raw & SignalBits) == 0 ? (Raw >> 8) & 0xff : null;

    /// <summary>The signal that ended it; null when it exited.</summary>
    public int? Signal => (Raw & SignalBits) is > 0 and < SignalBits ? Raw & SignalBits : null;

    /// <summary>Whether it exited with 0.</summary>
    public bool Succeeded => Raw == 0;

    /// <summary>One number for both, as shells count: the exit code, or 128 and the signal's number.</summary>
    public int ShellCode => ExitCode ?? ShellSignalBase + (Signal ?? 0);
}

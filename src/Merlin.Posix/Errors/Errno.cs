namespace Merlin.Posix;

/// <summary>The error numbers of Linux that callers tell apart.</summary>
public static class Errno
{
    /// <summary>The system forbids it.</summary>
    public const int NotPermitted = 1;

    /// <summary>No such file, or a script's interpreter does not exist.</summary>
    public const int NoEntry = 2;

    /// <summary>No such process or group.</summary>
    public const int NoProcess = 3;

    /// <summary>A signal interrupted the call.</summary>
    public const int Interrupted = 4;

    /// <summary>The file is no program and has no <c>#!</c> line.</summary>
    public const int NotExecutable = 8;

    /// <summary>No such child.</summary>
    public const int NoChild = 10;

    /// <summary>Not now.</summary>
    public const int Again = 11;

    /// <summary>Permission denied.</summary>
    public const int Access = 13;

    /// <summary>The file exists.</summary>
    public const int Exists = 17;

    /// <summary>Something on the path is no directory.</summary>
    public const int NotDirectory = 20;

    /// <summary>The program is open for writing somewhere.</summary>
    public const int TextBusy = 26;

    /// <summary>Nobody reads from the pipe any more.</summary>
    public const int BrokenPipe = 32;

    /// <summary>The kernel does not have this call.</summary>
    public const int NotImplemented = 38;

    /// <summary>The system's words for an error number.</summary>
    public static string Describe(int error) =>
        System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error);
}

namespace Merlin.Posix;

/// <summary>What can be done with a process that is no child.</summary>
public static class OtherProcess
{
    /// <summary>Sends a signal to one process.</summary>
    /// <param name="pid">The process, which the caller knows to be the one it means.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>0, or the error number: <see cref="Errno.NoProcess"/> when there is none.</returns>
    public static int Signal(int pid, SignalNumber signal) => Checked.ErrorOf(ChildImports.Kill(pid, (int)signal));
}

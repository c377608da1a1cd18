using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>What can be done with a child by its process id.</summary>
/// <remarks>
/// A process id stays the child's until it is reaped: let one thread both signal and reap, and look with
/// <see cref="HasExited"/> before <see cref="Reap"/> when something must be done in between.
/// </remarks>
public static unsafe class ChildProcess
{
    // siginfo_t of 64-bit Linux in units of int: code, process id, status.
    private const int InfoSize = 32;
    private const int CodeField = 2;
    private const int PidField = 4;
    private const int StatusField = 6;
    private const int CodeExited = 1;

    private const int ChildSignal = 17;
    private const nint DefaultDisposition = 0;
    private const nint IgnoreDisposition = 1;

    /// <summary>Whether this kernel has pidfds (Linux 5.3) and lets this process use them.</summary>
    public static bool HasPidFd { get; } = ProbePidFd();

    /// <summary>Opens a descriptor that becomes readable when the child ends.</summary>
    /// <exception cref="PosixException">No descriptors are left, or there is no such child.</exception>
    public static SafeFileHandle OpenPidFd(int pid)
    {
        nint descriptor = ChildImports.SystemCall(ChildImports.PidFdOpen, pid, 0);
        return new SafeFileHandle(Checked.Result((int)descriptor, "pidfd_open"), ownsHandle: true);
    }

    /// <summary>Whether the child has ended; it is not reaped.</summary>
    public static bool HasExited(int pid, out ChildExit exit) =>
        Wait(pid, ChildImports.NoHang | ChildImports.NoReap, out exit);

    /// <summary>Waits until the child has ended and forgets it; its process id may then be another's.</summary>
    public static ChildExit Reap(int pid)
    {
        Wait(pid, options: 0, out ChildExit exit);
        return exit;
    }

    /// <summary>Sends a signal to every process of a child's group.</summary>
    /// <param name="group">The group's id, that of its first process, which must not have been reaped.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>Whether there was anyone to signal.</returns>
    public static bool SignalGroup(int group, SignalNumber signal)
    {
        return ChildImports.Kill(-group, (int)signal) == 0;
    }

    /// <summary>
    /// Makes the kernel keep the exit status of children when whoever started this process had it ignore SIGCHLD.
    /// </summary>
    public static void KeepExitStatus()
    {
        const int ActionSize = 32;
        nint* action = stackalloc nint[ActionSize];
        Checked.Result(ChildImports.GetAction(ChildSignal, null, action), "sigaction");
        if (*action == IgnoreDisposition)
        {
            ChildImports.SetDisposition(ChildSignal, DefaultDisposition);
        }
    }

    private static bool Wait(int pid, int options, out ChildExit exit)
    {
        int* info = stackalloc int[InfoSize];
        while (true)
        {
            new Span<int>(info, InfoSize).Clear();
            int error = Checked.ErrorOf(
                ChildImports.Wait(ChildImports.ByPid, pid, info, options | ChildImports.Exited));
            if (error == Errno.Interrupted)
            {
                continue;
            }

            Checked.Success(error, "waitid");
            exit = new ChildExit(info[StatusField], info[CodeField] != CodeExited);
            return info[PidField] != 0;
        }
    }

    private static bool ProbePidFd()
    {
        nint descriptor = ChildImports.SystemCall(ChildImports.PidFdOpen, Environment.ProcessId, 0);
        if (descriptor < 0)
        {
            return false;
        }

        FileImports.Close((int)descriptor);
        return true;
    }
}

using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary><c>struct sched_attr</c> in its first version, 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SchedulingAttributes
{
    internal uint Size;
    internal uint Policy;
    internal ulong Flags;
    internal int Nice;
    internal uint Priority;

    /// <summary>For ordinary threads: the time slice asked for, in nanoseconds; 0 for the kernel's own.</summary>
    internal ulong Runtime;
    internal ulong Deadline;
    internal ulong Period;
}

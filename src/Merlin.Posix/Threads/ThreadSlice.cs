namespace Merlin.Posix;

/// <summary>
/// Asks the kernel to run a thread soon after it wakes. Since Linux 6.6 a thread that wakes waits until the one that
/// runs has used its time slice, unless its own slice is shorter (6.12). Beside tasks of a millisecond that is the whole
/// life of a task: a thread that starts processes would wait for the one just started, and any other would get the
/// processor just when a task has ended, so that the next process is placed where the other task runs.
/// </summary>
/// <remarks>For threads that work for some microseconds at a time, while tasks have the processors.</remarks>
public static unsafe class ThreadSlice
{
    private const uint Ordinary = 0;
    private const ulong ResetOnFork = 1;
    private const ulong ShortNanoseconds = 100_000;

    /// <summary>
    /// Shortens the time slice of the calling thread, not of the processes that it starts. Does nothing where the
    /// kernel cannot, or where the thread's priority is not an ordinary one.
    /// </summary>
    /// <returns>Whether the kernel took it.</returns>
    public static bool TryShorten()
    {
        var attributes = new SchedulingAttributes { Size = (uint)sizeof(SchedulingAttributes) };
        if (SchedulingImports.GetAttributes(
                SchedulingImports.GetAttributesNumber, 0, &attributes, attributes.Size, 0) != 0
            || attributes.Policy != Ordinary
            || attributes.Nice < 0)
        {
            return false;
        }

        attributes.Flags |= ResetOnFork;
        attributes.Runtime = ShortNanoseconds;
        return SchedulingImports.SetAttributes(SchedulingImports.SetAttributesNumber, 0, &attributes, 0) == 0;
    }
}

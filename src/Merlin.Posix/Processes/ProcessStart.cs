namespace Merlin.Posix;

/// <summary>Starts programs with posix_spawn.</summary>
public static unsafe class ProcessStart
{
    /// <summary>
    /// Starts a program with its own path as its only argument, and returns when the program has begun.
    /// </summary>
    /// <param name="path">The program, UTF-8, ending in a NUL.</param>
    /// <param name="actions">What is done to its descriptors.</param>
    /// <param name="attributes">How it begins.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="pid">Its process id, also that of its group.</param>
    /// <returns>0, or the error number of the first thing that failed: an action or the program's start.</returns>
    public static int Start(
        ReadOnlySpan<byte> path,
        SpawnFileActions actions,
        SpawnAttributes attributes,
        StringVector environment,
        out int pid)
    {
        fixed (byte* name = path)
        {
            byte** arguments = stackalloc byte*[2] { name, null };
            return Start(name, actions, attributes, arguments, environment, out pid);
        }
    }

    /// <summary>Starts a program with arguments, the first of which is its name.</summary>
    /// <inheritdoc cref="Start(ReadOnlySpan{byte}, SpawnFileActions, SpawnAttributes, StringVector, out int)"/>
    public static int Start(
        ReadOnlySpan<byte> path,
        SpawnFileActions actions,
        SpawnAttributes attributes,
        StringVector arguments,
        StringVector environment,
        out int pid)
    {
        bool held = false;
        try
        {
            arguments.DangerousAddRef(ref held);
            fixed (byte* name = path)
            {
                byte** list = (byte**)arguments.DangerousGetHandle();
                return Start(name, actions, attributes, list, environment, out pid);
            }
        }
        finally
        {
            if (held)
            {
                arguments.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Gives the calling thread a current directory of its own, for good: what it changes to, and what it starts there,
    /// is no other thread's business.
    /// </summary>
    /// <remarks>
    /// Cheaper for each start than <see cref="SpawnFileActions.ChangeDirectory"/>, which glibc has only since 2.29; but some
    /// containers forbid it.
    /// </remarks>
    /// <returns>0, or the error number of the system's refusal.</returns>
    public static int TakeOwnDirectory() =>
        Checked.ErrorOf(SpawnImports.Unshare(SpawnImports.CloneFileSystem));

    private static int Start(
        byte* path,
        SpawnFileActions actions,
        SpawnAttributes attributes,
        byte** arguments,
        StringVector environment,
        out int pid)
    {
        bool held = false;
        try
        {
            environment.DangerousAddRef(ref held);
            int started = 0;
            byte** variables = (byte**)environment.DangerousGetHandle();
            int error = SpawnImports.Spawn(&started, path, actions, attributes, arguments, variables);
            pid = started;
            return error;
        }
        finally
        {
            if (held)
            {
                environment.DangerousRelease();
            }
        }
    }
}

using Merlin.Posix;

namespace Merlin.Benchmarks.Processes;

/// <summary>What starting one program again and again needs, made once, as a worker has it.</summary>
internal sealed class ProgramStart : IDisposable
{
    private readonly SpawnFileActions _actions = new();
    private readonly SpawnAttributes _attributes = new();
    private readonly StringVector _environment = new(["PATH=/usr/bin:/bin"u8.ToArray()]);
    private readonly byte[] _path;

    private ProgramStart(byte[] path)
    {
        _path = path;
        _actions.Read(0, "/dev/null").Append(1, "/dev/null").Append(2, "/dev/null");
    }

    /// <summary>Gets a program ready.</summary>
    /// <param name="path">The program, UTF-8, ending in a NUL.</param>
    public static ProgramStart Of(ReadOnlySpan<byte> path) => new(path.ToArray());

    /// <summary>Starts the program, waits for its end, and tells its exit code as a shell would.</summary>
    public int Run()
    {
        int error = ProcessStart.Start(_path, _actions, _attributes, _environment, out int pid);
        return error == 0 ? ChildProcess.Reap(pid).ShellCode : throw new InvalidOperationException($"posix_spawn: {Errno.Describe(error)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _environment.Dispose();
        _attributes.Dispose();
        _actions.Dispose();
    }
}

using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Instances;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// Starts a task's script in its directory, as a shell would have done it: the environment, limits, signals and
/// descriptors are those that the user gave this program.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private const int BusyTries = 10;
    private readonly WorkerOptions _options;
    private readonly GroupTable _groups;
    private readonly SpawnAttributes _attributes = new();
    private readonly TaskEnvironment _environment;
    private readonly CoreBinding? _binding;
    private readonly PollSet _nothing = new(0);
    private bool _hasOwnDirectory;

    /// <summary>Makes a launcher.</summary>
    /// <param name="options">Which ways into a task's directory may be taken.</param>
    /// <param name="groups">Where the process groups are noted for the guardian.</param>
    /// <param name="binding">Binds tasks to their cores; null where they have none of their own.</param>
    public Launcher(WorkerOptions options, GroupTable groups, CoreBinding? binding)
    {
        _options = options;
        _groups = groups;
        _binding = binding;
        _environment = new TaskEnvironment(options);
    }

    /// <summary>Makes the calling thread the one that launches.</summary>
    /// <exception cref="WorkerException">There is no way to start a program in another directory.</exception>
    public void TakeThread()
    {
        _binding?.TakeThread();
        int refusal = _options.UseOwnDirectory ? ProcessStart.TakeOwnDirectory() : Errno.NotPermitted;
        _hasOwnDirectory = refusal == 0;
        if (!_hasOwnDirectory && !(_options.UseDirectoryAction && SpawnFileActions.CanChangeDirectory))
        {
            throw new WorkerException(
                "Tasks cannot be started in their directories here: the system forbids a thread a directory of its own "
                + $"(unshare: {Errno.Describe(refusal)}), and the C library is too old to start a program in another one. "
                + "Let the container allow unshare(2), or use a system with glibc 2.29 or newer.");
        }
    }

    /// <summary>Starts a task.</summary>
    /// <returns>0, or the error number.</returns>
    public int Launch(TaskRun run, int slot, out int pid)
    {
        if (!_hasOwnDirectory)
        {
            using var actions = new SpawnFileActions();
            run.Node.Redirect(actions.ChangeDirectory(run.DirectoryPath()), run.UsesRestart);
            return Launch(run, slot, actions, out pid);
        }

        pid = 0;
        int error = PosixFiles.ChangeDirectory(run.DirectoryPath());
        return error != 0 ? error : Launch(run, slot, run.Actions, out pid);
    }

    /// <summary>The process in a slot has ended; its id is not yet another's.</summary>
    public void Forget(int slot) => _groups.Clear(slot);

    /// <inheritdoc/>
    public void Dispose()
    {
        _attributes.Dispose();
        _environment.Dispose();
    }

    private int Launch(TaskRun run, int slot, SpawnFileActions actions, out int pid)
    {
        ReadOnlySpan<byte> script = run.ScriptPath();
        _groups.Intend(slot, script);
        StringVector environment = _environment.Of(run);
        bool isBound = run.Seat is { } seat && _binding?.Bind(seat) == true;
        int error = Start(script, actions, environment, out pid);
        if (isBound)
        {
            _binding!.Release();
        }

        if (error == 0)
        {
            _groups.Note(slot, pid);
        }
        else
        {
            _groups.Clear(slot);
        }

        return error;
    }

    private int Start(ReadOnlySpan<byte> script, SpawnFileActions actions, StringVector environment, out int pid)
    {
        int error = ProcessStart.Start(script, actions, _attributes, environment, out pid);
        for (int pause = 1; error == Errno.TextBusy && pause <= BusyTries; pause++)
        {
            // A process that is being started elsewhere in this program still has the script open for writing.
            _nothing.Wait(pause);
            error = ProcessStart.Start(script, actions, _attributes, environment, out pid);
        }

        return error;
    }
}

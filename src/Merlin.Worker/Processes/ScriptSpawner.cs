using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Instances;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// Starts a task's script as a process in its directory, as a shell would have done it: the environment, limits, signals
/// and descriptors are those that the user gave this program.
/// </summary>
internal sealed class ScriptSpawner : ITaskStarter
{
    private const int BusyTries = 10;
    private readonly WorkerOptions _options;
    private readonly GroupTable _groups;
    private readonly SpawnAttributes _attributes = new();
    private readonly TaskEnvironment _environment;
    private readonly CoreBinding? _binding;
    private readonly IExitWatch _watch;
    private readonly SpawnedTask?[] _tasks;
    private readonly PollSet _nothing = new(0);
    private bool _hasOwnDirectory;

    /// <summary>Makes a starter.</summary>
    /// <param name="options">Which ways into a task's directory may be taken.</param>
    /// <param name="slots">How many processes may run.</param>
    /// <param name="environment">What tasks find in their environment.</param>
    /// <param name="groups">Where the process groups are noted for the guardian.</param>
    /// <param name="binding">Binds tasks to their cores; null where they have none of their own.</param>
    /// <param name="watch">Where the ends of the processes are seen.</param>
    public ScriptSpawner(
        WorkerOptions options, int slots, TaskEnvironment environment, GroupTable groups, CoreBinding? binding, IExitWatch watch)
    {
        _options = options;
        _tasks = new SpawnedTask?[slots];
        _environment = environment;
        _groups = groups;
        _binding = binding;
        _watch = watch;
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public IRunningTask? Start(TaskRun run, int slot)
    {
        run.StartError = Launch(run, slot, out int pid);
        if (run.StartError != 0)
        {
            return null;
        }

        _watch.Watch(slot, pid);
        SpawnedTask task = _tasks[slot] ??= new SpawnedTask(_groups, slot);
        task.Begin(pid);
        return task;
    }

    /// <inheritdoc/>
    public long EndIdle(long now) => LiveTask.Never;

    /// <inheritdoc/>
    public void Dispose() => _attributes.Dispose();

    private int Launch(TaskRun run, int slot, out int pid)
    {
        if (!_hasOwnDirectory)
        {
            using var actions = new SpawnFileActions();
            run.Node.Redirect(actions.ChangeDirectory(run.DirectoryPath()), run.UsesRestart);
            return Launch(run, slot, actions, out pid);
        }

        pid = 0;
        int error = PosixFiles.ChangeDirectory(run.DirectoryPath());
        return error != 0 ? error : Launch(run, slot, run.Node.Actions(run.UsesRestart), out pid);
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

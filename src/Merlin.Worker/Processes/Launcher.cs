using Merlin.Posix;
using Merlin.Worker.Guarding;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// Starts a task's script in its directory, as a shell would have done it: the environment, limits, signals and
/// descriptors are those that the user gave this program.
/// </summary>
internal sealed class Launcher : IDisposable
{
    private const int BusyTries = 10;
    private readonly GroupTable _groups;
    private readonly SpawnAttributes _attributes = new();
    private readonly StringVector _environment = new(OriginalEnvironment.Read("MERLIN_LAUNCHER_"u8));
    private readonly PollSet _nothing = new(0);

    /// <summary>Makes a launcher.</summary>
    /// <param name="groups">Where the process groups are noted for the guardian.</param>
    public Launcher(GroupTable groups) => _groups = groups;

    /// <summary>Starts a task.</summary>
    /// <returns>0, or the error number.</returns>
    public int Launch(TaskRun run, int slot, out int pid)
    {
        pid = 0;
        int error = PosixFiles.ChangeDirectory(run.DirectoryPath());
        if (error != 0)
        {
            return error;
        }

        ReadOnlySpan<byte> script = run.ScriptPath();
        _groups.Intend(slot, script);
        error = Start(script, run, out pid);
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

    /// <summary>The process in a slot has ended; its id is not yet another's.</summary>
    public void Forget(int slot) => _groups.Clear(slot);

    /// <inheritdoc/>
    public void Dispose()
    {
        _attributes.Dispose();
        _environment.Dispose();
    }

    private int Start(ReadOnlySpan<byte> script, TaskRun run, out int pid)
    {
        SpawnFileActions actions = run.Node.Actions(run.UsesRestart);
        int error = ProcessStart.Start(script, actions, _attributes, _environment, out pid);
        for (int pause = 1; error == Errno.TextBusy && pause <= BusyTries; pause++)
        {
            // A process that is being started elsewhere in this program still has the script open for writing.
            _nothing.Wait(pause);
            error = ProcessStart.Start(script, actions, _attributes, _environment, out pid);
        }

        return error;
    }
}

using Merlin.Broker;
using Merlin.Posix;
using Merlin.Worker.Pool;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Files;

/// <summary>Each task has a directory below its node's workspace, and everything stays there.</summary>
internal sealed class FullLayout : ITaskLayout
{
    private const int OwnerExecutes = 0x40; // 0100
    private static readonly int Mask = Umask.Read();

    /// <summary>The layout; it knows nothing of any node.</summary>
    public static FullLayout Instance { get; } = new();

    /// <inheritdoc/>
    public string? Enter(TaskRun run)
    {
        int error = TaskFiles.MakeDirectory(run, out bool isNew);
        run.DirectoryIsNew = isNew;
        return error == 0 ? null : $"its directory cannot be made ({Errno.Describe(error)}).";
    }

    /// <inheritdoc/>
    public bool IsFinished(TaskRun run) => !run.DirectoryIsNew && TaskFiles.IsFinished(run);

    /// <inheritdoc/>
    public bool IsFinishedMeanwhile(TaskRun run) => TaskFiles.IsFinished(run);

    /// <inheritdoc/>
    public string? MakeRoom(TaskRun run) => null;

    /// <inheritdoc/>
    public bool HasScript(TaskRun run, bool restart) => !restart || run.Node.HasRestart;

    /// <inheritdoc/>
    public int WriteScript(TaskRun run, bool restart, ReadOnlySpan<byte> content)
    {
        bool modeIsSure = run.DirectoryIsNew && (Mask & OwnerExecutes) == 0;
        ReadOnlySpan<byte> path = run.FilePath(restart ? run.Node.RestartScript : run.Node.Script);
        return PosixFiles.WriteExecutable(path, content, modeIsSure ? null : Mask);
    }

    /// <inheritdoc/>
    public string? Keep(TaskRun run, Scratch buffers)
    {
        int error = run.Outcome == TaskOutcome.Succeeded ? TaskFiles.MarkFinished(run) : 0;
        return error == 0
            ? null
            : $"the task succeeded, but MERLIN_FINISHED could not be written ({Errno.Describe(error)}); a restart will run it again.";
    }
}

using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Files;

/// <summary>The directory of a task and the marks in it. All answers are error numbers, 0 for success.</summary>
internal static class TaskFiles
{
    private static readonly byte[] FinishedTail = "/MERLIN_FINISHED\0"u8.ToArray();
    private static readonly byte[] StatusTail = "/MERLIN_STATUS.json\0"u8.ToArray();

    /// <summary>The most bytes that a mark adds to a directory's path.</summary>
    public static int LongestTail => Math.Max(FinishedTail.Length, StatusTail.Length);

    /// <summary>Makes the task's directory, and those above it where they are missing.</summary>
    /// <param name="run">The task.</param>
    /// <param name="isNew">Whether it was not there.</param>
    public static int MakeDirectory(TaskRun run, out bool isNew)
    {
        int error = MakeWithParents(run.DirectoryPath());
        isNew = error == 0;
        return error == Errno.Exists ? 0 : error;
    }

    /// <summary>Whether the task is done, whoever did it.</summary>
    public static bool IsFinished(TaskRun run) => PosixFiles.Exists(run.FilePath(FinishedTail));

    /// <summary>Marks the task as done.</summary>
    public static int MarkFinished(TaskRun run) => PosixFiles.Touch(run.FilePath(FinishedTail));

    /// <summary>Replaces the status file.</summary>
    public static int WriteStatus(TaskRun run, ReadOnlySpan<byte> content) =>
        PosixFiles.Write(run.FilePath(StatusTail), content);

    // Parents are looked at only when the task's own directory cannot be made: samples share theirs.
    private static int MakeWithParents(Span<byte> path)
    {
        int error = PosixFiles.MakeDirectory(path);
        int slash = path.LastIndexOf((byte)'/');
        if (error != Errno.NoEntry || slash <= 0)
        {
            return error;
        }

        path[slash] = 0;
        error = MakeWithParents(path[..(slash + 1)]);
        path[slash] = (byte)'/';
        return error is 0 or Errno.Exists ? PosixFiles.MakeDirectory(path) : error;
    }
}

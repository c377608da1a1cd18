using System.Text;
using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Files;

/// <summary>The files in which a task keeps what the simulation that serves it has answered.</summary>
internal static class ServedFiles
{
    private static readonly byte[] ResultsTail = "/results.json\0"u8.ToArray();

    /// <summary>The most bytes that the results' name adds to a directory's path.</summary>
    public static int LongestTail => ResultsTail.Length;

    /// <summary>Writes the results, if there are any.</summary>
    /// <returns>Null, or why they could not be written.</returns>
    public static string? WriteResults(TaskRun run)
    {
        if (run.Serving.Results.IsEmpty)
        {
            return null;
        }

        int error = PosixFiles.Write(run.FilePath(ResultsTail), run.Serving.Results);
        return error == 0 ? null : $"results.json could not be written ({Errno.Describe(error)}).";
    }

    /// <summary>Appends what the simulation did that it must not to the task's own error file.</summary>
    public static void TellComplaint(TaskRun run)
    {
        byte[] tail = Encoding.UTF8.GetBytes($"/{run.Node.Renderer.ErrorName}\0");
        _ = PosixFiles.Append(run.FilePath(tail), Encoding.UTF8.GetBytes($"merlin: {run.Serving.Complaint}\n")); // the log has it too
    }
}

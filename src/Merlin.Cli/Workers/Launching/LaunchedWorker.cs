using Merlin.Cli.Invocation;
using Merlin.Posix;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Launching;

/// <summary>A worker's line that runs detached from this command.</summary>
/// <param name="Line">The line.</param>
/// <param name="Process">The process id of its shell, which leads a session of its own.</param>
/// <param name="Log">Absolute path of the file that has what it prints.</param>
/// <param name="LogStart">Where in the file its words begin: earlier ones' stand before.</param>
internal sealed record LaunchedWorker(WorkerLine Line, int Process, string Log, long LogStart)
{
    private const int MostLastWords = 2000;

    /// <summary>How the line has ended, or null while it runs.</summary>
    public ChildExit? End => ChildProcess.HasExited(Process, out ChildExit exit) ? exit : null;

    /// <summary>The end of what it has printed.</summary>
    public string LastWords()
    {
        try
        {
            using FileStream file = new(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Position = Math.Max(LogStart, file.Length - MostLastWords);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            return $"(its log cannot be read: {FileTrouble.Reason(e)})";
        }
    }
}

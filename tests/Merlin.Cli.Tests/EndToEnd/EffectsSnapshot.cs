using Merlin.Cli.Tests.Harness;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>The finished tasks of a moment, and how long the log of effects was after it.</summary>
/// <param name="LogLines">The length of the log in lines.</param>
/// <param name="Finished">The directories of the finished tasks in the workspace.</param>
internal sealed record EffectsSnapshot(int LogLines, IReadOnlySet<string> Finished)
{
    public static EffectsSnapshot Take(StudyWorkspace workspace, EffectsLog log)
    {
        HashSet<string> finished = [.. workspace.FinishedTasks()];
        return new EffectsSnapshot(log.Count, finished);
    }
}

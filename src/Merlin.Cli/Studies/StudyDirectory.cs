using Merlin.Broker.Status;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Opens the workspace of a study for status commands.</summary>
internal static class StudyDirectory
{
    /// <summary>Opens the records that the workspace has: its store, or the status files of another Merlin.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="log">Told of files that cannot be read.</param>
    /// <exception cref="UserErrorException">The directory is not the workspace of a study.</exception>
    public static IStudyView Open(string workspace, LogLines log)
    {
        string info = Path.Combine(workspace, "merlin_info");
        if (!Directory.Exists(info))
        {
            throw new UserErrorException($"'{workspace}' is not the workspace of a study: it has no merlin_info directory.");
        }

        string state = Path.Combine(info, ".state");
        return Directory.Exists(state) ? OpenStore(state, workspace) : StatusFileStudyView.Open(workspace, log);
    }

    private static StoreStudyView OpenStore(string state, string workspace)
    {
        IStudyStatusSource source = StudyStatusSource.Open(state);
        try
        {
            return new StoreStudyView(source, StudyPlanFormat.Read(source.ReadPlan().Span), workspace);
        }
        catch (InvalidDataException e)
        {
            source.Dispose();
            throw new UserErrorException($"{workspace}: {e.Message}", e);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}

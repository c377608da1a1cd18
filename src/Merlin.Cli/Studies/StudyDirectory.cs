using Merlin.Broker.Status;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>Opens the workspace of a study for status commands.</summary>
internal static class StudyDirectory
{
    /// <summary>
    /// Opens the records that there are of a workspace's study: those of the broker that it was submitted to, those of its
    /// store, or the status files in it.
    /// </summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="broker">The value of <c>--broker</c>, or null for the broker that the workspace remembers.</param>
    /// <param name="terminal">Told of what cannot be read.</param>
    /// <param name="stop">Ends the wait for a broker.</param>
    /// <exception cref="UserErrorException">The directory is not the workspace of a study.</exception>
    public static async Task<IStudyView> OpenAsync(
        string workspace, string? broker, Terminal terminal, CancellationToken stop)
    {
        string info = Path.Combine(workspace, "merlin_info");
        if (!Directory.Exists(info))
        {
            throw new UserErrorException($"'{workspace}' is not the workspace of a study: it has no merlin_info directory.");
        }

        string state = Path.Combine(info, ".state");
        if (SubmissionRecord.Read(state) is { } record)
        {
            IStudyView? view = await RemoteStudyView.TryOpenAsync(record, workspace, broker, terminal, stop);
            if (view is not null)
            {
                return view;
            }
        }
        else if (Directory.Exists(state))
        {
            return OpenStore(state, workspace);
        }

        return StatusFileStudyView.Open(workspace, terminal.Log);
    }

    private static StoreStudyView OpenStore(string state, string workspace)
    {
        IStudyStatusSource source = StudyStatusSource.Open(state);
        try
        {
            return new StoreStudyView(source, StudyPlanFormat.Read(source.ReadPlan()), workspace);
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

using Merlin.Broker.Status;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies;

/// <summary>A study whose records and plan are at hand.</summary>
/// <param name="Source">Knows the tasks; owned.</param>
/// <param name="Plan">The plan; its workspace is where the workspace is now.</param>
internal sealed record OpenedStudy(IStudyStatusSource Source, StudyPlan Plan) : IDisposable
{
    /// <summary>Opens the store of a workspace, or asks the process that runs it.</summary>
    /// <param name="workspace">Absolute path of a workspace that was run here.</param>
    /// <exception cref="Broker.Storage.StoreException">The records cannot be read.</exception>
    public static OpenedStudy OfStore(string workspace)
    {
        IStudyStatusSource? source = StudyStatusSource.Open(Path.Combine(workspace, "merlin_info", ".state"));
        try
        {
            var study = new OpenedStudy(source, StudyPlanFormat.Read(source.ReadPlan()) with { Workspace = workspace });
            source = null;
            return study;
        }
        finally
        {
            source?.Dispose();
        }
    }

    /// <summary>Asks a broker.</summary>
    /// <param name="session">The line, which the study owns from now on.</param>
    /// <param name="text">What names the study, as typed.</param>
    /// <param name="log">Told when a name was not clear.</param>
    /// <param name="stop">Ends every wait.</param>
    public static async Task<OpenedStudy> OfBrokerAsync(
        BrokerSession session, string text, Screen.LogLines log, CancellationToken stop)
    {
        SessionStatusSource? source = null;
        try
        {
            Broker.Messages.Answers.StudySummary study = await new StudyFinder(session, log).FindAsync(text, stop);
            RemotePlan remote = await RemotePlan.ReadAsync(session, study.Study, stop);
            source = new SessionStatusSource(session, study.Study, stop);
            var opened = new OpenedStudy(source, remote.Plan);
            source = null;
            return opened;
        }
        catch
        {
            session.Dispose();
            throw;
        }
        finally
        {
            source?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}

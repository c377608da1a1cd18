using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies.Remote;

/// <summary>Opens the view of a study that a broker knows.</summary>
internal static class RemoteStudyView
{
    /// <summary>The view of a workspace's study, or null, with a warning, when its broker cannot be asked or knows it no more.</summary>
    /// <param name="record">What the workspace remembers of its broker.</param>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="option">The value of <c>--broker</c>, or null for the broker that the workspace remembers.</param>
    /// <param name="terminal">Where the warning goes.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<IStudyView?> TryOpenAsync(
        SubmissionRecord record, string workspace, string? option, Terminal terminal, CancellationToken stop)
    {
        BrokerSession? session = null;
        try
        {
            session = await BrokerSession.OpenAsync(terminal, option ?? record.Broker, stop);
            if (await FindAsync(session, record, workspace, terminal, stop) is { } study)
            {
                IStudyView view = await OpenAsync(session, study, workspace, terminal, stop);
                session = null;
                return view;
            }

            terminal.Log.Warning(
                $"The broker at {session.Access.Address} does not know this study any more. What the files of the workspace tell:");
        }
        catch (Exception e) when (e is UserErrorException or BrokerUnavailableException or RequestRefusedException)
        {
            terminal.Log.Warning($"{e.Message} What the files of the workspace tell:");
        }
        finally
        {
            session?.Dispose();
        }

        return null;
    }

    /// <summary>The view of a study that was found on a broker.</summary>
    /// <param name="session">The line, which the view owns.</param>
    /// <param name="study">The study.</param>
    /// <param name="workspace">Absolute path of its workspace as it is now.</param>
    /// <param name="terminal">Warned when only an outline can be shown.</param>
    /// <param name="stop">Ends every wait.</param>
    public static async Task<IStudyView> OpenAsync(
        BrokerSession session, StudySummary study, string workspace, Terminal terminal, CancellationToken stop)
    {
        StudyPlan plan = await RemotePlan.ReadOrOutlineAsync(session, study.Study, terminal, stop);
        return new StoreStudyView(
            new SessionStatusSource(session, study.Study, stop), plan, workspace, distributed: true);
    }

    private static Task<StudySummary?> FindAsync(
        BrokerSession session, SubmissionRecord record, string workspace, Terminal terminal, CancellationToken stop)
    {
        var finder = new StudyFinder(session, terminal.Log);
        return session.Greeting.BrokerId == record.BrokerId && record.Study is { } number
            ? finder.ByNumberAsync(number, stop)
            : finder.NewestOfAsync(workspace, stop);
    }
}

using System.Globalization;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Running.Distributed;

/// <summary>Keeps a study from being run twice at a time: by a broker's workers and here, or by two brokers'.</summary>
internal static class RunningElsewhere
{
    /// <summary>Refuses to go on while a broker runs the study of a workspace.</summary>
    /// <param name="workspace">Absolute path of the workspace, whose lock the caller holds.</param>
    /// <param name="stateDirectory">Its <c>merlin_info/.state</c>.</param>
    /// <param name="session">The broker that the study is to go to; null when it is to be run here.</param>
    /// <param name="terminal">Told warnings about the configuration.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="UserErrorException">A broker runs it, or it cannot be found out.</exception>
    public static async Task RefuseAsync(
        string workspace, string stateDirectory, BrokerSession? session, Terminal terminal, CancellationToken stop)
    {
        if (session is not null)
        {
            await RefuseAsync(session, workspace, terminal, stop);
        }

        if (SubmissionRecord.Read(stateDirectory) is not { } record || session?.Greeting.BrokerId == record.BrokerId)
        {
            return;
        }

        using BrokerSession other = await OpenAsync(record, stateDirectory, terminal, stop);
        if (other.Greeting.BrokerId == record.BrokerId)
        {
            await RefuseAsync(other, workspace, terminal, stop);
        }
    }

    private static async Task RefuseAsync(
        BrokerSession session, string workspace, Terminal terminal, CancellationToken stop)
    {
        StudySummary? newest = await new StudyFinder(session, terminal.Log).NewestOfAsync(workspace, stop);
        if (newest is { End: StudyEnd.None })
        {
            throw new UserErrorException(string.Create(
                CultureInfo.InvariantCulture,
                $"The broker at {session.Access.Address} still runs this workspace as study {newest.Study.Value}. Wait until it has ended, or end it: merlin cancel {newest.Study.Value}"));
        }
    }

    private static async Task<BrokerSession> OpenAsync(
        SubmissionRecord record, string stateDirectory, Terminal terminal, CancellationToken stop)
    {
        try
        {
            return await BrokerSession.OpenAsync(terminal, record.Broker, stop);
        }
        catch (Exception e) when (e is UserErrorException or BrokerUnavailableException)
        {
            throw new UserErrorException(
                $"{e.Message} The study was submitted to that broker, and may run there still. If the broker is gone for good, "
                + $"remove {SubmissionRecord.PathIn(stateDirectory)} and try again.",
                e);
        }
    }
}

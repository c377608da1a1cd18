using Merlin.Broker;
using Merlin.Broker.Status;

namespace Merlin.Cli.Studies.Remote;

/// <summary>The view of one study of a broker that closes the line when it is disposed of.</summary>
internal sealed class SessionStatusSource : IStudyStatusSource
{
    private readonly BrokerSession _session;
    private readonly BrokerStatusSource _source;

    /// <summary>A view.</summary>
    /// <param name="session">The line, which the view owns.</param>
    /// <param name="study">The study.</param>
    /// <param name="stop">Ends every wait.</param>
    public SessionStatusSource(BrokerSession session, StudyId study, CancellationToken stop)
    {
        _session = session;
        _source = new BrokerStatusSource(session.Client, study, stop);
    }

    /// <inheritdoc/>
    public bool IsLive => _source.IsLive;

    /// <inheritdoc/>
    public StudyStatus GetStatus() => _source.GetStatus();

    /// <inheritdoc/>
    public IEnumerable<TaskRow> Tasks(int ordinal) => _source.Tasks(ordinal);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ReadPlan() => _source.ReadPlan();

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _session.Dispose();
    }
}

using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>Answers every request that only asks and changes nothing.</summary>
/// <remarks>Asked between two turns only.</remarks>
internal sealed class BrokerQueries(Store store, Scheduler scheduler, StudyQueries studies, BrokerFacts facts)
{
    /// <summary>Whether a request only asks, so that <see cref="Answer"/> has an answer.</summary>
    public static bool Takes(ProducerRequest request) => request
        is StudyListRequest or StudyStatusRequest or TaskPageRequest or BrokerInfoRequest
            or QueueListRequest or ConsumerListRequest or ExplainRequest;

    public RequestAnswer Answer(ClientIdentity asker, ProducerRequest request, Instant now)
    {
        if (!asker.MayProduce && request is not BrokerInfoRequest)
        {
            return StudyQueries.NotForWorkers(request.Request);
        }

        return request switch
        {
            StudyListRequest list => studies.List(asker, list),
            StudyStatusRequest status => studies.Status(asker, status),
            TaskPageRequest tasks => studies.Tasks(asker, tasks),
            QueueListRequest queues => new QueueList(queues.Request, scheduler.QueuesOf(asker, queues.Queues)),
            ConsumerListRequest => new ConsumerList(request.Request, scheduler.ConsumersOf(asker, now)),
            ExplainRequest explain => studies.Explain(asker, explain, now),
            BrokerInfoRequest => Info(request.Request),
            _ => new RequestRefused(request.Request, "This broker does not know such a question."),
        };
    }

    private BrokerInfo Info(long request) => new(
        request,
        facts.Version,
        store.BrokerId,
        Environment.MachineName,
        Environment.ProcessId,
        facts.Started,
        store.OpenStudies,
        scheduler.Consumers.Count,
        store.Bytes);
}

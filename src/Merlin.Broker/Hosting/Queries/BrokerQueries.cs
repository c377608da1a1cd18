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
        is StudyListRequest or StudyStatusRequest or TaskPageRequest or BrokerInfoRequest;

    public RequestAnswer Answer(ClientIdentity asker, ProducerRequest request)
    {
        if (!asker.MayProduce && request is not BrokerInfoRequest)
        {
            return new RequestRefused(request.Request, "This key may run tasks, and may not ask about studies.");
        }

        return request switch
        {
            StudyListRequest list => studies.List(asker, list),
            StudyStatusRequest status => studies.Status(asker, status),
            TaskPageRequest tasks => studies.Tasks(asker, tasks),
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

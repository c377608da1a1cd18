using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Lists consumers and queues as one client may see them.</summary>
internal sealed class Listings(StudyTable studies, ConsumerTable consumers)
{
    public IReadOnlyList<ConsumerSummary> Consumers(ClientIdentity client, Instant now) =>
        [.. CrewsOf(client)
            .SelectMany(crew => crew.Consumers)
            .OrderBy(consumer => consumer.Name, StringComparer.Ordinal)
            .ThenBy(consumer => consumer.Id.Value, StringComparer.Ordinal)
            .Select(consumer => consumer.Summary(now))];

    /// <summary>Some queues, or all in which work of the client's waits or which its consumers name.</summary>
    public IReadOnlyList<QueueSummary> Queues(ClientIdentity client, IReadOnlyList<string> names)
    {
        List<Crew> crews = CrewsOf(client);
        var found = new SortedDictionary<string, QueueSummary>(StringComparer.Ordinal);
        foreach (string name in names.Count > 0 ? names : crews.SelectMany(crew => crew.NamedQueues()))
        {
            found[name] = Empty(name);
        }

        foreach (Study study in studies.All)
        {
            if (study.IsOwnedBy(client) || client.IsAdministrator)
            {
                Add(study, found, onlyFound: names.Count > 0);
            }
        }

        return [.. found.Values.Select(
            queue => queue with { Consumers = crews.Sum(crew => crew.CountServing(queue.Queue)) })];
    }

    private static void Add(Study study, SortedDictionary<string, QueueSummary> found, bool onlyFound)
    {
        foreach (TaskArray array in study.Arrays)
        {
            string name = array.Spec.Queue;
            QueueSummary? queue = found.GetValueOrDefault(name);
            if (array.States.Open > 0 && (queue is not null || !onlyFound))
            {
                found[name] = Plus(queue ?? Empty(name), array.Counts());
            }
        }
    }

    private static QueueSummary Plus(QueueSummary queue, ArrayCounts counts) => queue with
    {
        Waiting = queue.Waiting + counts.Waiting,
        Ready = queue.Ready + counts.Ready,
        Leased = queue.Leased + counts.Leased,
        Running = queue.Running + counts.Running,
    };

    private static QueueSummary Empty(string name) => new(name, 0, 0, 0, 0, 0);

    private List<Crew> CrewsOf(ClientIdentity client) =>
        [.. consumers.Crews.Where(crew => crew.Owner == client.Owner || client.IsAdministrator)];
}

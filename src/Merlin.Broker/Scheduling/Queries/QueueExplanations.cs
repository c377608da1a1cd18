using System.Globalization;

namespace Merlin.Broker.Scheduling;

/// <summary>Says why ready tasks of an array are not with a worker.</summary>
internal sealed class QueueExplanations(ConsumerTable consumers, ReadyQueue ready, TimeFit time)
{
    public IEnumerable<string> Reasons(TaskArray array, Instant now)
    {
        if (array.Urgency == 0)
        {
            string study = array.Study.Id.Value.ToString(CultureInfo.InvariantCulture);
            yield return $"Step '{array.Spec.Name}' is held by its urgency 0; 'merlin urgency {study} --step {array.Spec.Step} 16' lets it go on.";
        }

        Crew crew = consumers.CrewOf(array.Study.Owner);
        List<Consumer> serving = [.. crew.Serving(array.Spec.Queue)];
        yield return serving.Count == 0 ? Unserved(crew, array) : Served(array, serving, now);
        if (Ahead(array) is { } ahead)
        {
            yield return ahead;
        }
    }

    /// <summary>Why tasks of an array will have to wait when they are ready: they fit nobody who serves their queue; else null.</summary>
    public string? Misfit(TaskArray array)
    {
        List<Consumer> serving = [.. consumers.CrewOf(array.Study.Owner).Serving(array.Spec.Queue)];
        return serving.Count > 0 && !serving.Exists(consumer => consumer.CanRun(array)) ? ShapeWords.NeverFits(array, serving) : null;
    }

    private static string Unserved(Crew crew, TaskArray array)
    {
        string queue = array.Spec.Queue;
        SortedSet<string> served = crew.NamedQueues();
        int leaving = crew.Consumers.Count(consumer => consumer.StopReason is not null && consumer.Serves(queue));
        int cutOff = crew.Consumers.Count(
            consumer => consumer is { StopReason: null, Peer: null } && consumer.Serves(queue));
        string others = (leaving, cutOff) switch
        {
            ( > 0, _) => $" {Words.Number(leaving)} that did were asked to leave.",
            (_, > 0) => $" {Words.Number(cutOff)} that did have no line to the broker at the moment.",
            _ when served.Count > 0 => $" {array.Study.Owner}'s workers serve {Words.List(served)}.",
            _ => $" {array.Study.Owner} has no workers here; 'merlin run-workers' starts them.",
        };
        return $"No worker of {array.Study.Owner}'s serves queue '{queue}'.{others}";
    }

    private string Served(TaskArray array, List<Consumer> serving, Instant now)
    {
        List<Consumer> able = serving.FindAll(consumer => consumer.CanRun(array));
        if (able.Count == 0)
        {
            return ShapeWords.NeverFits(array, serving);
        }

        if (able.TrueForAll(consumer => consumer.IsAgent && consumer.Declined.Contains(array)))
        {
            return $"{ShapeWords.Needs(array)}; no worker behind an agent that serves queue '{array.Spec.Queue}' has that.";
        }

        List<TimeObstacle> obstacles = able.ConvertAll(consumer => time.Obstacle(consumer, array, now))
            .FindAll(obstacle => obstacle is not null)
            .ConvertAll(obstacle => obstacle!.Value);
        return obstacles.Count == able.Count ? NoTime(array, obstacles) : Busy(array, able, serving.Count);
    }

    private static string NoTime(TaskArray array, List<TimeObstacle> obstacles)
    {
        TimeObstacle best = obstacles.MaxBy(obstacle => obstacle.Left);
        string needed = best.Needed is { } span ? $"a task may take {Words.Span(span)}, and " : "";
        return $"No worker that serves queue '{array.Spec.Queue}' has enough time left: {needed}the most that is left to one is "
            + $"{Words.Span(best.Left)}.";
    }

    private static string Busy(TaskArray array, List<Consumer> able, int serving)
    {
        long slots = able.Sum(consumer => (long)consumer.SlotsFor(array));
        long inHand = able.Sum(consumer => consumer.InHand);
        string workers = Workers(array, able.Count, serving);
        if (able.Exists(consumer => consumer.Credit > 0 && !consumer.IsWithheld))
        {
            return $"{workers} and one of them can take work at once.";
        }

        int withheld = able.Count(consumer => consumer.IsWithheld);
        string alone = withheld == 0
            ? ""
            : $" {Words.Number(withheld)} of them {Words.Are(withheld)} kept for a task that must run with nothing beside it.";
        return $"{workers}; all are busy: they hold {Words.Tasks(inHand)} for {Words.Number(slots)} slots.{alone}";
    }

    private static string Workers(TaskArray array, int able, int serving)
    {
        string queue = $"queue '{array.Spec.Queue}'";
        return (able, serving) switch
        {
            (_, 1) => $"1 worker serves {queue}",
            _ when able < serving =>
                $"{Words.Number(able)} of the {Words.Number(serving)} workers that serve {queue} can run tasks of "
                    + ShapeWords.Need(array.Spec.Shape),
            _ => $"{Words.Number(serving)} workers serve {queue}",
        };
    }

    private string? Ahead(TaskArray array)
    {
        int before = ready.Of(array.Study.Owner)?.Before(array) ?? 0;
        return before switch
        {
            0 => null,
            1 => "1 other step of that queue comes before it, by its urgency or because it began earlier.",
            _ => $"{Words.Number(before)} other steps of that queue come before it, by their urgency or because they began earlier.",
        };
    }
}

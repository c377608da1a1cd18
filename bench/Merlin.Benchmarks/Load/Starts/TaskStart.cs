using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Benchmarks.Load.Starts;

/// <summary>When a task's process was started, by its record: the worker's clock is the one of this machine.</summary>
internal static class TaskStart
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>Waits for the end of a study of one task, and asks for that task's start.</summary>
    public static async Task<DateTimeOffset> OfAsync(BrokerClient producer, StudyId study)
    {
        await producer.WatchAsync(study, CancellationToken.None);
        TaskPageAnswer answer = await producer.AskAsync<TaskPageAnswer>(
            number => new TaskPageRequest(number, new ArrayId(study, 0), 0), CancellationToken.None);
        return DateTimeOffset.UnixEpoch.AddTicks(answer.Page.Rows.Single().StartMicros * TicksPerMicrosecond);
    }
}

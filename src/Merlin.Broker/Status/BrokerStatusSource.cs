using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Status;

/// <summary>The view of one study of a broker, asked over a line to it.</summary>
/// <remarks>
/// Every member waits for the broker's answer through any break of the line. They fail with
/// <see cref="RequestRefusedException"/> when there is no such study for the asker, with
/// <see cref="BrokerUnavailableException"/> when there is no line and will be none, and with
/// <see cref="OperationCanceledException"/> when the wait was ended. Disposing of it leaves the line open.
/// </remarks>
/// <param name="client">The line.</param>
/// <param name="study">The study.</param>
/// <param name="stop">Ends every wait.</param>
public sealed class BrokerStatusSource(BrokerClient client, StudyId study, CancellationToken stop = default)
    : IStudyStatusSource
{
    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public StudyStatus GetStatus() =>
        Ask<StudyStatusAnswer>(number => new StudyStatusRequest(number, study)).Status;

    /// <inheritdoc/>
    public IEnumerable<TaskRow> Tasks(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, GetStatus().Arrays.Count);
        return Enumerate(new ArrayId(study, ordinal));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ReadPlan() => Await(client.ReadPlanAsync(study, stop)).Plan;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The line belongs to whoever opened it.
    }

    private IEnumerable<TaskRow> Enumerate(ArrayId array)
    {
        for (long? from = 0; from is not null;)
        {
            long first = from.Value;
            TaskPage page = Ask<TaskPageAnswer>(number => new TaskPageRequest(number, array, first)).Page;
            foreach (TaskRow row in page.Rows)
            {
                yield return row;
            }

            from = page.Next;
        }
    }

    private T Ask<T>(Func<long, ProducerRequest> request)
        where T : RequestAnswer => Await(client.AskAsync<T>(request, stop));

#pragma warning disable VSTHRD002 // A view is read row by row by whoever shows it; the answer comes from the line's own thread.
    private static T Await<T>(Task<T> answer) => answer.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}

using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Hosting;

/// <summary>Hands one study to a broker and learns of its end.</summary>
/// <remarks>May be used from any thread. Every task of it fails when the host's loop ends before the answer came.</remarks>
public sealed class StudyProducer : IDisposable, IBrokerListener
{
    private const long SubmitRequest = 1;
    private const long CancelRequest = 2;
    private const long WatchRequest = 3;

    private readonly TaskCompletionSource<StudyId> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StudyEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BrokerHost _host;
    private readonly IBrokerChannel _channel;

    /// <summary>Opens a line to the broker.</summary>
    /// <param name="host">The broker.</param>
    public StudyProducer(BrokerHost host)
    {
        _host = host;
        _channel = host.Connect(ClientIdentity.OfThisUser(Environment.UserName), this);
    }

    /// <summary>Ends when every task of the study has ended, and says how.</summary>
    public Task<StudyEnd> Ended => UnlessStoppedAsync(_ended.Task);

    /// <summary>Submits the study; it is durable when the task ends. To be called once.</summary>
    /// <exception cref="StudyRefusedException">The broker did not take it.</exception>
    public Task<StudyId> SubmitAsync(StudySubmission submission)
    {
        _channel.Send(new StudySubmit(SubmitRequest, submission));
        return UnlessStoppedAsync(_accepted.Task);
    }

    /// <summary>Cancels the study: what has not started never will, what runs is killed.</summary>
    /// <exception cref="StudyRefusedException">The broker did not do it.</exception>
    public async Task CancelAsync(StudyId study)
    {
        _channel.Send(new StudyCancel(CancelRequest, study));
        await await Task.WhenAny(_cancelled.Task, _host.Stopped);
    }

    /// <summary>Closes the line; the study goes on.</summary>
    public void Dispose() => _channel.Dispose();

    void IBrokerListener.Received(BrokerMessage message)
    {
        switch (message)
        {
            case StudyAccepted accepted:
                _channel.Send(new StudyWatch(WatchRequest, accepted.Study));
                _accepted.TrySetResult(accepted.Study);
                break;
            case RequestRefused { Request: SubmitRequest } refused:
                _accepted.TrySetException(new StudyRefusedException(refused.Reason));
                break;
            case RequestDone { Request: CancelRequest }:
                _cancelled.TrySetResult();
                break;
            case RequestRefused { Request: CancelRequest } refused:
                _cancelled.TrySetException(new StudyRefusedException(refused.Reason));
                break;
            case StudyEnded ended:
                _ended.TrySetResult(ended.End);
                break;
            default:
                break;
        }
    }

    void IBrokerListener.Opened(BrokerGreeting broker)
    {
        // Submitting comes next, and the host takes it in order.
    }

    void IBrokerListener.Lost(string reason)
    {
        // A line within the process does not break.
    }

    void IBrokerListener.Refused(string reason)
    {
        // Nor is it refused.
    }

    private async Task<T> UnlessStoppedAsync<T>(Task<T> answer)
    {
        if (await Task.WhenAny(answer, _host.Stopped) != answer)
        {
            await _host.Stopped;
            throw new ObjectDisposedException(nameof(BrokerHost));
        }

        return await answer;
    }
}

using System.Collections.Concurrent;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Lines;

/// <summary>
/// Asks a broker and waits for its answers. What is not answered when the line breaks is asked again when it is open again:
/// no request does harm when it is carried out twice.
/// </summary>
/// <remarks>May be used from any thread.</remarks>
public sealed class BrokerClient : IBrokerListener, IDisposable
{
    private readonly TaskCompletionSource<BrokerGreeting> _greeting = New<BrokerGreeting>();
    private readonly ConcurrentDictionary<long, Question> _questions = new();
    private readonly ConcurrentDictionary<StudyId, TaskCompletionSource<StudyEnd>> _watched = new();
    private readonly ConcurrentDictionary<StudyId, TaskCompletionSource<PlanReply>> _plans = new();
    private readonly Lock _gate = new();
    private readonly IBrokerChannel _channel;
    private bool _isOpen;
    private bool _wasLost; // Used on the line's thread alone.
    private volatile BrokerUnavailableException? _refusal;
    private long _lastRequest;

    /// <summary>Opens a line to a broker.</summary>
    /// <param name="connect">Makes the line.</param>
    public BrokerClient(Func<IBrokerListener, IBrokerChannel> connect)
    {
        _channel = connect(this);
    }

    /// <summary>
    /// Ends when the line is open for the first time; fails with <see cref="BrokerUnavailableException"/> when it never will be.
    /// </summary>
    public Task<BrokerGreeting> Greeting => _greeting.Task;

    /// <summary>Says that the line is broken (the reason) or open again after that (null); called on the line's thread.</summary>
    public Action<string?>? LineChanged { get; set; }

    /// <summary>Asks, and waits for the answer through any break of the line.</summary>
    /// <typeparam name="T">The answer that the request's documentation names.</typeparam>
    /// <param name="ask">Makes the request with the number that it is to bear.</param>
    /// <param name="stop">Ends the wait; the request may still be carried out.</param>
    /// <exception cref="RequestRefusedException">The broker refused it.</exception>
    /// <exception cref="BrokerUnavailableException">There is no line and there will be none.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<T> AskAsync<T>(Func<long, ProducerRequest> ask, CancellationToken stop)
        where T : RequestAnswer
    {
        long number = Interlocked.Increment(ref _lastRequest);
        var question = new Question(ask(number), New<RequestAnswer>());
        try
        {
            SendOnce(question.Request, () => _questions[number] = question);
            if (_refusal is { } refusal)
            {
                question.Answer.TrySetException(refusal);
            }

            RequestAnswer answer = await question.Answer.Task.WaitAsync(stop);
            return answer switch
            {
                RequestRefused refused => throw new RequestRefusedException(refused.Reason),
                T expected => expected,
                _ => throw new RequestRefusedException(
                    $"The broker gave an answer of another kind ({answer.GetType().Name}) than was asked for."),
            };
        }
        finally
        {
            _questions.TryRemove(number, out _);
        }
    }

    /// <summary>Waits for a study's end, through any break of the line.</summary>
    /// <exception cref="RequestRefusedException">There is no such study for the asker.</exception>
    /// <exception cref="BrokerUnavailableException">There is no line and there will be none.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<StudyEnd> WatchAsync(StudyId study, CancellationToken stop)
    {
        TaskCompletionSource<StudyEnd> end = _watched.GetOrAdd(study, static _ => New<StudyEnd>());
        await AskAsync<RequestDone>(number => new StudyWatch(number, study), stop);
        return await end.Task.WaitAsync(stop);
    }

    /// <summary>Asks for a study's plan, and waits for it through any break of the line.</summary>
    /// <exception cref="RequestRefusedException">There is no such study for the asker.</exception>
    /// <exception cref="BrokerUnavailableException">There is no line and there will be none.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<PlanReply> ReadPlanAsync(StudyId study, CancellationToken stop)
    {
        // Several askers share one answer: a plan's answer bears the study's number and no other.
        TaskCompletionSource<PlanReply> plan = New<PlanReply>();
        SendOnce(new PlanRequest(study), () => plan = _plans.GetOrAdd(study, plan));
        if (_refusal is { } refusal)
        {
            plan.TrySetException(refusal);
        }

        return await plan.Task.WaitAsync(stop);
    }

    /// <summary>Closes the line; nothing more is heard.</summary>
    public void Dispose() => _channel.Dispose();

    void IBrokerListener.Opened(BrokerGreeting broker)
    {
        lock (_gate)
        {
            _isOpen = true;
            AskAgain();
        }

        _greeting.TrySetResult(broker);
        if (_wasLost)
        {
            _wasLost = false;
            LineChanged?.Invoke(null);
        }
    }

    private void AskAgain()
    {
        foreach (Question question in _questions.Values)
        {
            _channel.Send(question.Request);
        }

        foreach (StudyId study in _plans.Keys)
        {
            _channel.Send(new PlanRequest(study));
        }

        foreach (StudyId study in _watched.Keys)
        {
            _channel.Send(new StudyWatch(Interlocked.Increment(ref _lastRequest), study));
        }
    }

    void IBrokerListener.Received(BrokerMessage message)
    {
        switch (message)
        {
            case RequestAnswer answer when _questions.TryGetValue(answer.Request, out Question? question):
                question.Answer.TrySetResult(answer);
                break;
            case PlanReply reply when _plans.TryRemove(reply.Study, out TaskCompletionSource<PlanReply>? plan):
                plan.TrySetResult(reply);
                break;
            case PlanRefused refused when _plans.TryRemove(refused.Study, out TaskCompletionSource<PlanReply>? plan):
                plan.TrySetException(new RequestRefusedException(refused.Reason));
                break;
            case StudyEnded ended when _watched.TryGetValue(ended.Study, out TaskCompletionSource<StudyEnd>? end):
                end.TrySetResult(ended.End);
                break;
        }
    }

    void IBrokerListener.Lost(string reason)
    {
        lock (_gate)
        {
            _isOpen = false;
        }

        _wasLost = true;
        LineChanged?.Invoke(reason);
    }

    void IBrokerListener.Refused(string reason)
    {
        _refusal = new BrokerUnavailableException(reason);
        _greeting.TrySetException(_refusal);
        foreach (Question question in _questions.Values)
        {
            question.Answer.TrySetException(_refusal);
        }

        foreach (TaskCompletionSource<PlanReply> plan in _plans.Values)
        {
            plan.TrySetException(_refusal);
        }

        foreach (TaskCompletionSource<StudyEnd> end in _watched.Values)
        {
            end.TrySetException(_refusal);
        }
    }

    // What is asked before the line is open goes out when it opens, and only then: a line in memory drops nothing.
    private void SendOnce(ClientMessage request, Action remember)
    {
        lock (_gate)
        {
            remember();
            if (_isOpen)
            {
                _channel.Send(request);
            }
        }
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Question(ProducerRequest Request, TaskCompletionSource<RequestAnswer> Answer);
}

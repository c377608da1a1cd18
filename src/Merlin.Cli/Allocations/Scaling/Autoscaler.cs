using System.Text.Json;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Commands;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Allocations.Scaling;

/// <summary>Executes <c>merlin autoscale</c>: looks, decides and submits, again and again.</summary>
/// <param name="call">The conversation with the broker.</param>
/// <param name="allocator">The batch system.</param>
/// <param name="request">What each allocation is.</param>
/// <param name="settings">How it scales.</param>
internal sealed class Autoscaler(
    BrokerCall call, IAllocator allocator, AllocationRequest request, AutoscaleSettings settings)
{
    private readonly OwnAllocations _own = new(allocator, call.Terminal.Clock);
    private readonly ScalingPolicy _policy = new(settings.Limits);
    private Backoff _backoff = Backoff.None;

    /// <summary>Goes on until no work is left and none is to be waited for, or until it is interrupted; what was submitted stays.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            ScalingStep step = await StepAsync();
            if (step.IsOver || settings.DryRun)
            {
                return;
            }

            await Task.Delay(settings.Interval, call.Terminal.Clock, call.Stop);
        }
    }

    /// <summary>Looks once, decides and submits.</summary>
    /// <returns>What was decided.</returns>
    internal async Task<ScalingStep> StepAsync()
    {
        AllocationEnds? ends = await RefreshAsync();
        ScalingLook look = await LookAsync();
        Judge(ends ?? AllocationEnds.None, look);
        ScalingStep step = ends is not null
            ? _policy.Decide(look, _backoff)
            : new ScalingStep(0, IsOver: false, "how the allocations stand is not known");
        Tell(look, step);
        for (int i = 0; i < step.Submit && !settings.DryRun; i++)
        {
            if (!await SubmitAsync())
            {
                break;
            }
        }

        return step;
    }

    /// <summary>Sees how the allocations stand; null when the batch system does not say.</summary>
    private async Task<AllocationEnds?> RefreshAsync()
    {
        try
        {
            return await _own.RefreshAsync(call.Stop);
        }
        catch (AllocationRefusedException e)
        {
            call.Terminal.Log.Warning(e.Message);
            return null;
        }
    }

    private void Judge(AllocationEnds ends, ScalingLook look)
    {
        if (ends.Withdrawn.Count > 0)
        {
            call.Terminal.Log.Info($"Allocation {string.Join(", ", ends.Withdrawn)} was cancelled before it had its nodes.");
        }

        // An allocation may well be over soon when the work is.
        if (ends.ShortLived.Count > 0 && look.PresentTasks > 0)
        {
            Fail($"Allocation {string.Join(", ", ends.ShortLived)} was over as soon as it began; its log is in {request.LogDirectory}.");
        }
        else if (_backoff.At is { } failure && _own.HasProvenOneSince(failure))
        {
            _backoff = Backoff.None;
        }
    }

    private async Task<ScalingLook> LookAsync()
    {
        QueueList queues = await call.AskAsync<QueueList>(number => new QueueListRequest(number, settings.Queues));
        ConsumerList workers = await call.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number));
        ConsumerSummary[] serving = [.. workers.Consumers.Where(Serves)];
        return new ScalingLook
        {
            Time = call.Terminal.Clock.GetUtcNow(),
            WaitingAllocations = _own.Waiting,
            RunningAllocations = _own.Running,
            PresentTasks = queues.Queues.Sum(static queue => queue.Ready + queue.Leased),
            LaterTasks = queues.Queues.Sum(static queue => queue.Waiting),
            Slots = serving.Sum(static worker => (long)worker.Slots),
            ServingAgents = serving.Count(static worker => worker is { IsAgent: true, Slots: > 0 }),
        };
    }

    private bool Serves(ConsumerSummary worker) =>
        worker is { Attached: true, Leaving: false }
        && (worker.Queues.Count == 0 || worker.Queues.Intersect(settings.Queues).Any());

    private async Task<bool> SubmitAsync()
    {
        try
        {
            SubmittedAllocation submitted = await allocator.SubmitAsync(request, call.Stop);
            _own.Add(submitted.Id);
            call.Terminal.Log.Info($"Autoscale: submitted job {submitted.Id} to {submitted.System}; its log: {submitted.Log}");
            return true;
        }
        catch (AllocationRefusedException e)
        {
            Fail(e.Message);
            return false;
        }
    }

    private void Fail(string words)
    {
        _backoff = _backoff.After(call.Terminal.Clock.GetUtcNow());
        call.Terminal.Log.Warning(words);
    }

    private void Tell(ScalingLook look, ScalingStep step)
    {
        string deed = step.IsOver ? "done" : step.Submit == 0 ? "nothing to do" : $"{(settings.DryRun ? "would submit" : "submitting")} {step.Submit}";
        call.Terminal.Log.Info($"Autoscale: {step.Reason}: {deed}.");
        if (call.Json)
        {
            call.Terminal.WriteJsonLine(writer => Write(writer, look, step), indented: false);
        }
    }

    private static void Write(Utf8JsonWriter writer, ScalingLook look, ScalingStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("time", TimeText.Iso(look.Time));
        writer.WriteNumber("running_allocations", look.RunningAllocations);
        writer.WriteNumber("waiting_allocations", look.WaitingAllocations);
        writer.WriteNumber("present_tasks", look.PresentTasks);
        writer.WriteNumber("later_tasks", look.LaterTasks);
        writer.WriteNumber("submit", step.Submit);
        writer.WriteBoolean("over", step.IsOver);
        writer.WriteEndObject();
    }
}

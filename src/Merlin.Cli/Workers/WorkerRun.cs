using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Worker;
using Merlin.Worker.Instances;

namespace Merlin.Cli.Workers;

/// <summary>Executes <c>merlin worker</c>: runs tasks in this process until somebody or the time ends it.</summary>
internal static class WorkerRun
{
    // An instance takes some seconds to end when its worker has left, and the allocation around it as well.
    private static readonly TimeSpan EndOfInstance = TimeSpan.FromSeconds(5);

    /// <summary>Works.</summary>
    /// <returns>0 after an orderly end, 1 when the broker does not take the worker, 130 when its tasks were ended.</returns>
    /// <exception cref="UserErrorException">No broker is configured, or it refuses this worker.</exception>
    public static async Task<int> ExecuteAsync(WorkerSettings settings, Terminal terminal)
    {
        WarnOfIgnored(settings, terminal);
        BrokerAccess access = BrokerAccess.Find(terminal, settings.Broker);
        BrokerAccess above = settings.Agent is null ? access : BrokerAccess.Find(terminal, settings.Agent);
        InstanceProbeResult? owned = settings.OwnsInstance ? await InstanceProbe.ProbeAsync(CancellationToken.None) : null;
        WorkerOptions options = Options(settings, owned, access, terminal);
        Announce(options, above, terminal);
        await using var worker = new TaskWorker(
            options,
            listener => above.Open(new AnnouncingListener(listener, above.Address, terminal.Log)),
            terminal.Log);
        using var signals = new WorkerSignals(worker, settings.Grace);
        switch (await worker.RunAsync(signals.EndNow))
        {
            case WorkerEnd.Refused:
                throw new UserErrorException(
                    $"The broker at {above.Address} (from {above.Source}) does not take this worker: {worker.Refusal}");
            case WorkerEnd.InstanceLost:
                terminal.Log.Error("The worker's Flux instance is lost; its tasks run again elsewhere.");
                return ExitCode.InstanceLost;
            case WorkerEnd.Cancelled:
                terminal.Log.Warning("The worker's tasks were ended; those that had not finished run again elsewhere.");
                return ExitCode.Interrupted;
            default:
                terminal.Log.Info($"Worker {options.Name} has left in good order.");
                return ExitCode.Success;
        }
    }

    private static WorkerOptions Options(
        WorkerSettings settings, InstanceProbeResult? owned, BrokerAccess access, Terminal terminal) => new()
        {
            Name = settings.Name.Name,
            Host = settings.Name.Host,
            Slots = settings.Concurrency
            ?? owned?.Instance.Nodes.Sum(static node => node.Cores.Count)
            ?? Environment.ProcessorCount,
            Instance = owned?.Instance,
            Queues = settings.Queues,
            Deadline = Deadline(settings, owned, terminal),
            Seal = access.Seal,
            StatusNamesWorker = true,
            LocksTasks = true,
            FarewellPatience = Farewell.Patience,
            ScratchDirectory = settings.Scratch is { } scratch ? UserPath.Resolve(scratch) : null,
            Clock = terminal.Clock,
            Variables = new TaskVariables
            {
                Broker = access.EnvironmentValue,
                ProgramDirectory = ProgramDirectory.Path,
            },
        };

    private static DateTimeOffset? Deadline(WorkerSettings settings, InstanceProbeResult? owned, Terminal terminal)
    {
        // An instance of the worker's own has told already how much time it has left.
        Func<string, string?> variable = owned is null
            ? Environment.GetEnvironmentVariable
            : static name => name == BatchDeadline.FluxInstance ? null : Environment.GetEnvironmentVariable(name);
        var batch = new BatchDeadline(
            terminal, variable, static (program, arguments) => ProgramQuestion.Ask(program, arguments, CancellationToken.None));
        return new[] { batch.Find(settings.Walltime), terminal.Clock.GetUtcNow() + owned?.TimeLeft - EndOfInstance }.Min();
    }

    private static void Announce(WorkerOptions options, BrokerAccess access, Terminal terminal)
    {
        string queues = options.Queues.Count == 0 ? "all queues" : string.Join(", ", options.Queues);
        terminal.Log.Info(
            $"Worker {options.Name} on {options.Host} runs up to {options.Slots} tasks at a time from {queues} of the broker "
            + $"at {access.Address} (from {access.Source}).");
        if (options.Instance is { } instance)
        {
            terminal.Log.Info(
                $"It packs tasks into {instance.Nodes.Count} node(s) with {instance.Nodes.Sum(static node => node.Cores.Count)} core(s) "
                + $"and {instance.Nodes.Sum(static node => node.Gpus.Count)} GPU(s) of its Flux instance {instance.Job}.");
        }

        if (options.Deadline is { } end)
        {
            terminal.Log.Info($"Its time is over at {end.ToLocalTime():yyyy-MM-dd HH:mm:ss}.");
        }
    }

    private static void WarnOfIgnored(WorkerSettings settings, Terminal terminal)
    {
        if (settings.Ignored.Count > 0)
        {
            terminal.Log.Warning(
                $"These options of Celery's workers mean nothing here and are ignored: {string.Join(", ", settings.Ignored)}.");
        }

        if (Environment.GetEnvironmentVariable("CELERY_AFFINITY") is { Length: > 0 })
        {
            terminal.Log.Warning("CELERY_AFFINITY is ignored: bind the worker itself ('taskset'), and its tasks inherit that.");
        }
    }
}

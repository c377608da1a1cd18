using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers.Trees;
using Merlin.Flux;
using Merlin.Cli.Studies.Remote;
using Merlin.Posix;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Launching;

/// <summary>Executes <c>merlin run-workers</c>: starts the workers of a spec, or shows how they would be started.</summary>
internal static class RunWorkers
{
    /// <summary>The directory of the workers' logs, in the directory where the command was given.</summary>
    public const string LogDirectory = "merlin_workers";

    /// <summary>Executes the command.</summary>
    /// <returns>0 when workers go on by themselves, or a tree of instances has ended in good order.</returns>
    /// <exception cref="UserErrorException">A worker cannot be started, or ended at once.</exception>
    public static async Task<int> ExecuteAsync(RunWorkersOptions options, Terminal terminal)
    {
        // Before anything else has to do with child processes.
        ChildProcess.KeepExitStatus();
        SpecWorkers workers = SpecWorkers.Read(options, terminal);
        using var signals = new StopSignals();
        if (options.Echo)
        {
            terminal.Show(new WorkerLineList(workers.Lines(TagWithoutBroker(options, terminal), signals.Token)), options.Json);
            return ExitCode.Success;
        }

        await using FluxHandle? flux = options.NoTree ? null : await OwnInstance.FindAsync(terminal, signals.Token);
        return flux is null
            ? await StartAsync(workers, options, terminal, signals.Token)
            : await GrowAsync(new TreeRun(flux, workers, options, terminal), options, terminal, signals.Token);
    }

    private static Task<int> GrowAsync(TreeRun tree, RunWorkersOptions options, Terminal terminal, CancellationToken stop) =>
        options.Plan ? tree.ShowPlanAsync(TagWithoutBroker(options, terminal), stop) : tree.ExecuteAsync(stop);

    private static async Task<int> StartAsync(
        SpecWorkers workers, RunWorkersOptions options, Terminal terminal, CancellationToken stop)
    {
        if (options.Plan)
        {
            throw new UserErrorException(
                "--plan shows how a Flux instance of your own is split, and this command runs in none: call it in 'flux alloc', "
                + "'flux batch' or 'flux start', and without --no-tree.");
        }

        using BrokerSession session = await BrokerSession.OpenAsync(terminal, options.Broker, stop);
        IReadOnlyList<LaunchedWorker> launched = await LaunchAsync(workers, session, terminal, stop);
        RefuseEnded(launched);
        terminal.Show(new LaunchedWorkerList(launched), options.Json);
        return ExitCode.Success;
    }

    // Whoever only looks at lines may have no broker yet, or one of another Merlin.
    private static string TagWithoutBroker(RunWorkersOptions options, Terminal terminal)
    {
        try
        {
            return BrokerLookup.OfProcess(terminal).FindAny(options.Broker)?.QueueTag ?? BrokerConfiguration.DefaultQueueTag;
        }
        catch (UserErrorException e)
        {
            terminal.Log.Warning($"{e.Message} The queues are shown with the usual tag.");
            return BrokerConfiguration.DefaultQueueTag;
        }
    }

    private static async Task<IReadOnlyList<LaunchedWorker>> LaunchAsync(
        SpecWorkers workers, BrokerSession session, Terminal terminal, CancellationToken stop)
    {
        IReadOnlyList<ConsumerSummary> present = (await session.AskAsync<ConsumerList>(
            static number => new ConsumerListRequest(number), stop)).Consumers;
        IReadOnlyList<WorkerLine> lines = workers.Lines(session.Access.QueueTag, stop);
        IReadOnlyList<WorkerLine> chosen = workers.MayOverlap
            ? lines
            : new QueueWatch(present, Environment.MachineName).Choose(lines, terminal.Log);
        if (chosen.Count == 0)
        {
            terminal.Log.Warning("No worker is started.");
            return [];
        }

        using StringVector environment = LaunchEnvironment.Make(workers.Variables, session.Access.EnvironmentValue);
        var launcher = new WorkerLauncher(Path.GetFullPath(LogDirectory), environment);
        LaunchedWorker[] launched = [.. chosen.Select(launcher.Start)];
        await new LaunchWatch(session, present, terminal.Clock).WaitAsync(launched, stop);
        return launched;
    }

    private static void RefuseEnded(IReadOnlyList<LaunchedWorker> launched)
    {
        string[] failures = [.. launched
            .Where(static worker => worker.End is { ShellCode: not 0 })
            .Select(static worker =>
                $"Worker '{worker.Line.Name}' ended at once with exit status {worker.End!.Value.ShellCode}. It was started by: "
                + $"{worker.Line.Command}\nIts last words (all of them are in {worker.Log}):\n{worker.LastWords()}")];
        if (failures.Length > 0)
        {
            throw new UserErrorException(string.Join('\n', failures));
        }
    }
}

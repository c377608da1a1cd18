using Merlin.Broker.Lines;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Cli.Workers.Agents;
using Merlin.Cli.Workers.Launching;
using Merlin.Flux;
using Merlin.Worker.Tree;
using Merlin.Worker.Tree.Planning;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Trees;

/// <summary>
/// Executes <c>merlin run-workers</c> in a Flux instance of one's own: becomes the agent of the allocation, and stays until
/// nothing is left to do.
/// </summary>
internal sealed class TreeRun
{
    // So long before the end of the allocation nothing new is begun; the workers themselves know when it comes.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);
    private readonly FluxHandle _flux;
    private readonly SpecWorkers _workers;
    private readonly RunWorkersOptions _options;
    private readonly Terminal _terminal;

    /// <summary>A run.</summary>
    /// <param name="flux">The instance.</param>
    /// <param name="workers">The spec's workers.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="terminal">Clock, log, and where answers go.</param>
    public TreeRun(FluxHandle flux, SpecWorkers workers, RunWorkersOptions options, Terminal terminal)
    {
        _flux = flux;
        _workers = workers;
        _options = options;
        _terminal = terminal;
    }

    /// <summary>Shows the tree and starts nothing; needs no broker.</summary>
    /// <param name="queueTag">What stands before the name of every queue.</param>
    /// <param name="stop">Ends the questions to Flux.</param>
    /// <returns>0; 1 when the tree could not be started.</returns>
    public async Task<int> ShowPlanAsync(string queueTag, CancellationToken stop)
    {
        TreePlan plan = await PlanAsync(queueTag, stop);
        _terminal.Show(new TreePlanReport(plan), _options.Json);
        return plan.Problems.Count == 0 ? ExitCode.Success : ExitCode.Error;
    }

    /// <summary>Runs the tree.</summary>
    /// <param name="stop">Ends the beginning; what has begun has its own signals.</param>
    /// <returns>0 when nothing is left to do, or after an orderly end; 130 when tasks were ended.</returns>
    /// <exception cref="UserErrorException">The tree cannot be started, or it cannot go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before the tree had begun.</exception>
    public async Task<int> ExecuteAsync(CancellationToken stop)
    {
        var access = BrokerAccess.Find(_terminal, _options.Broker);
        TreePlan plan = await PlanAsync(access.QueueTag, stop);
        if (plan.Problems.Count > 0)
        {
            throw new UserErrorException(string.Join('\n', plan.Problems));
        }

        TreeWorker[] workers = [.. plan.Regions.SelectMany(static region => region.Groups).Select(static group => group.Worker).Distinct()];
        if (workers.Length == 0)
        {
            _terminal.Log.Warning("No worker is started.");
            return ExitCode.Success;
        }

        var order = new TreeOrder("", workers, Path.GetFullPath(RunWorkers.LogDirectory), _workers.LogLevel);
        using var line = new SharedLine();
        await using TreeLife life = await TreeLife.StartAsync(
            _flux, plan, order, LaunchEnvironment.MakeTexts(_workers.Variables, access.EnvironmentValue), line.Join, _terminal, stop);
        using BrokerSession session = await BrokerSession.OpenAsync(_terminal, access, listener => Opened(line, listener, access), stop);
        Announce(plan);
        return await LiveAsync(life, session, [.. workers.SelectMany(static worker => worker.Queues).Distinct()], stop);
    }

    private static IBrokerChannel Opened(
        SharedLine line, IBrokerListener listener, BrokerAccess access)
    {
        IBrokerChannel part = line.Join(listener);
        line.Open(access.Open);
        return part;
    }

    private async Task<TreePlan> PlanAsync(string queueTag, CancellationToken stop)
    {
        IReadOnlyList<ServingWorker> serving = _workers.Serving(queueTag);
        if (!_workers.MayOverlap)
        {
            // Others' workers on this host do not matter: what the allocation owns is nobody else's.
            serving = new QueueWatch([], Environment.MachineName).Choose(serving, _terminal.Log);
        }

        return TreePlan.Make(
            AllocationNodes.Of(await _flux.Resources.StatusAsync(stop)), TreeWorkers.Of(_workers, serving));
    }

    private async Task<int> LiveAsync(TreeLife life, BrokerSession session, IReadOnlyList<string> queues, CancellationToken stop)
    {
        using var signals = new TreeSignals(life);

        // A signal from before is nobody else's.
        stop.ThrowIfCancellationRequested();
        using var over = new CancellationTokenSource();
        Task watch = WatchAsync(life, session, queues, over.Token);
        TreeResult result = await life.RunAsync();
        await over.CancelAsync();
        await watch;
        return ExitOf(result, session.Access);
    }

    private Task WatchAsync(TreeLife life, BrokerSession session, IReadOnlyList<string> queues, CancellationToken over) => Task.WhenAll(
        GuardAsync(LeaveWithoutWorkAsync(life, session, queues, over), "when its work is done: it cannot be learned whether any is left"),
        GuardAsync(LeaveInTimeAsync(life, over), "before the allocation does: it cannot be learned how much time is left"));

    private async Task GuardAsync(Task watch, string loss)
    {
        try
        {
            await watch;
        }
        catch (OperationCanceledException)
        {
            // The tree has ended before.
        }
        catch (Exception e) when (e is RequestRefusedException or BrokerUnavailableException or FluxException)
        {
            _terminal.Log.Warning($"The tree does not end by itself {loss}. {e.Message}");
        }
    }

    private async Task LeaveWithoutWorkAsync(TreeLife life, BrokerSession session, IReadOnlyList<string> queues, CancellationToken over)
    {
        if (_options.Persist)
        {
            return;
        }

        string? study = _options.Steps is null ? _workers.Expanded.StudyName : null;
        await new WorkWatch(session, queues, study, _terminal.Clock).WaitForEndAsync(over);
        _terminal.Log.Info(
            $"Nothing is left to do in {string.Join(", ", queues)}: the workers leave. With --persist they would wait for more.");
        life.Leave("nothing is left to do in its queues");
    }

    private async Task LeaveInTimeAsync(TreeLife life, CancellationToken over)
    {
        if (await _flux.TimeLeftAsync(over) is not { } left)
        {
            return;
        }

        TimeSpan wait = left > Margin ? left - Margin : TimeSpan.Zero;
        _terminal.Log.Info($"The allocation ends at {(_terminal.Clock.GetLocalNow() + left):yyyy-MM-dd HH:mm:ss}.");
        await Task.Delay(wait, _terminal.Clock, over);
        life.Leave("the allocation's time is nearly over");
    }

    private void Announce(TreePlan plan)
    {
        if (_options.Json)
        {
            _terminal.Show(new TreePlanReport(plan), json: true);
        }

        int down = plan.Nodes.Count(static node => !node.IsUp);
        _terminal.Log.Info(
            $"The allocation of {plan.Nodes.Count} node(s){(down > 0 ? $", {down} of them down," : "")} is split into {plan.Leaves} instance(s)"
            + (plan.Agents > 0 ? $" under {plan.Agents} further agent(s)" : "")
            + $"; logs are in {Path.GetFullPath(RunWorkers.LogDirectory)}. 'merlin run-workers --plan' shows the tree.");
    }

    private static int ExitOf(TreeResult result, BrokerAccess access) => result.Outcome switch
    {
        TreeOutcome.Left => ExitCode.Success,
        TreeOutcome.Cancelled => ExitCode.Interrupted,
        TreeOutcome.Hopeless => throw new UserErrorException(
            "The instances of some workers ended as soon as they began, one after the other; the log above has their last words. "
            + "Their queues would be served by nobody, so all workers were sent away."),
        TreeOutcome.Refused => throw new UserErrorException(
            $"The broker at {access.Address} (from {access.Source}) does not take this agent: {result.Reason}"),
        TreeOutcome.InstanceLost => throw new UserErrorException(
            "The Flux instance that this command ran in is gone, and the workers with it; what they had not finished runs again elsewhere."),
        _ => throw new UserErrorException(result.Reason),
    };
}

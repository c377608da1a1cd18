using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers.Launching;
using Merlin.Flux;
using Merlin.Worker.Tree;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Workers.Trees;

/// <summary>Executes <c>merlin agent</c>: an agent below another one, which splits its part of the allocation further.</summary>
internal static class AgentRun
{
    /// <summary>Works until the agent above sends it away.</summary>
    /// <param name="above">What names the agent above.</param>
    /// <param name="order">What to do.</param>
    /// <param name="terminal">Clock and log.</param>
    /// <returns>
    /// 0 after an orderly end, 5 when it has workers that cannot live in its instances, 130 when tasks were ended.
    /// </returns>
    /// <exception cref="UserErrorException">It cannot start, or cannot go on.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before the tree had begun.</exception>
    public static async Task<int> ExecuteAsync(string above, TreeOrder order, Terminal terminal)
    {
        using var start = new StopSignals();
        var agent = BrokerAccess.Find(terminal, above);
        await using FluxHandle flux = await FluxHandle.OpenAsync(cancellation: start.Token);
        var plan = TreePlan.Make(AllocationNodes.Of(await flux.Resources.StatusAsync(start.Token)), order.Workers);
        if (plan.Problems.Count > 0)
        {
            throw new UserErrorException(string.Join('\n', plan.Problems));
        }

        string broker = Environment.GetEnvironmentVariable(BrokerLookup.VariableName) ?? "";
        await using TreeLife life = await TreeLife.StartAsync(
            flux, plan, order, LaunchEnvironment.MakeTexts([], broker), agent.Open, terminal, start.Token);
        using var signals = new TreeSignals(life);

        // A signal from before is nobody else's.
        start.Token.ThrowIfCancellationRequested();
        terminal.Log.Info($"Agent {order.Name} has {plan.Nodes.Count} node(s) and {plan.Leaves} instance(s).");
        TreeResult result = await life.RunAsync();
        if (result.Outcome == TreeOutcome.Hopeless)
        {
            terminal.Log.Error($"The instances of some workers below agent {order.Name} ended as soon as they began, one after the other.");
        }

        return result.Outcome switch
        {
            TreeOutcome.Left => ExitCode.Success,
            TreeOutcome.Cancelled => ExitCode.Interrupted,
            TreeOutcome.Hopeless => ExitCode.Hopeless,
            TreeOutcome.InstanceLost => throw new UserErrorException($"The Flux instance of agent {order.Name} is gone."),
            _ => throw new UserErrorException($"Agent {order.Name} cannot go on: {result.Reason}"),
        };
    }
}

using Merlin.Broker;
using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers.Agents;
using Merlin.Flux;
using Merlin.Worker.Tree;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Workers.Trees;

/// <summary>An agent with the instances of its allocation: they begin together, and end together.</summary>
internal sealed class TreeLife : IAsyncDisposable
{
    private readonly TreeOwner _owner;
    private readonly AgentPost _post;
    private readonly TreeSupervisor _supervisor;
    private readonly Terminal _terminal;
    private volatile bool _isCancelled;

    private TreeLife(TreeOwner owner, AgentPost post, TreeSupervisor supervisor, Terminal terminal)
    {
        _owner = owner;
        _post = post;
        _supervisor = supervisor;
        _terminal = terminal;
    }

    /// <summary>Starts the agent; the instances follow with <see cref="RunAsync"/>.</summary>
    /// <param name="flux">The instance that the allocation is.</param>
    /// <param name="plan">How it is split.</param>
    /// <param name="order">The tree.</param>
    /// <param name="environment">The variables that its programs find.</param>
    /// <param name="connectUpstream">Opens the agent's line to the host above.</param>
    /// <param name="terminal">Clock and log.</param>
    /// <param name="stop">Ends the beginning.</param>
    /// <exception cref="UserErrorException">The agent cannot be reached by its workers, or logs cannot be written.</exception>
    public static async Task<TreeLife> StartAsync(
        FluxHandle flux,
        TreePlan plan,
        TreeOrder order,
        IReadOnlyDictionary<string, string> environment,
        Func<IBrokerListener, IBrokerChannel> connectUpstream,
        Terminal terminal,
        CancellationToken stop)
    {
        MakeLogDirectory(order.LogDirectory);
        InstanceFacts facts = await flux.InstanceAsync(stop);
        var programs = new TreePrograms(order, environment);
        AgentPlace place = await AllocationPlace.FindAsync(flux, plan.Nodes, order.LogDirectory, stop);
        TreeOwner owner = MakeOwner(place);
        try
        {
            AgentPost? post = null;
            var supervisor = new TreeSupervisor(
                flux,
                plan,
                owner,
                part => programs.For(part, post!.Access),
                job => post!.Agent.Release(job.ToString(), "a node of its instance is down or drained"),
                terminal.Clock,
                terminal.Log);
            post = await AgentPost.StartAsync(
                OptionsOf(order, facts), line => connectUpstream(new StopHearing(line, _ => supervisor.WindDown())), place, terminal);
            return new TreeLife(owner, post, supervisor, terminal);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Lets everything come to an end: workers finish what they run, however long that takes.</summary>
    /// <param name="reason">Why, in words for logs.</param>
    public void Leave(string reason)
    {
        _supervisor.WindDown();
        _post.Agent.Leave(reason);
    }

    /// <summary>Lets workers end within their grace; a second time, it ends their tasks now.</summary>
    public void Terminate() => _supervisor.Terminate();

    /// <summary>Ends the instances now, with all that runs in them.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        _supervisor.Cancel();
    }

    /// <summary>Works until the agent has left and no instance is there any more.</summary>
    public async Task<TreeResult> RunAsync()
    {
        Task<TreeEnd> tree = _supervisor.RunAsync();
        Task<AgentEnd> agent = _post.Agent.Ended;
        if (await Task.WhenAny(tree, agent, _supervisor.Hopeless) == _supervisor.Hopeless)
        {
            Leave("the instances of some of its workers end as soon as they begin");
        }

        if (await Task.WhenAny(tree, agent) == agent)
        {
            EndTree();
        }

        await AwaitTreeAsync(tree);
        if (await tree == TreeEnd.Lost)
        {
            return new TreeResult(TreeOutcome.InstanceLost, "");
        }

        AgentEnd? end = await AwaitAgentAsync(agent);
        return new TreeResult(OutcomeOf(end), end?.Reason ?? "");
    }

    /// <summary>Ends the agent at once if it has not left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _post.DisposeAsync();
        _owner.Dispose();
    }

    private TreeOutcome OutcomeOf(AgentEnd? end) =>
        _supervisor.Hopeless.IsCompleted ? TreeOutcome.Hopeless
        : _isCancelled ? TreeOutcome.Cancelled
        : end?.Kind switch
        {
            null or AgentEndKind.Left => TreeOutcome.Left,
            AgentEndKind.Refused => TreeOutcome.Refused,
            AgentEndKind.Stopped => TreeOutcome.Cancelled,
            _ => TreeOutcome.Failed,
        };

    // Without an agent workers have nothing to do. Most leave by themselves when it has left, but one that has just begun has
    // not heard of it.
    private void EndTree()
    {
        _supervisor.WindDown();
        _supervisor.Terminate();
    }

    private async Task AwaitTreeAsync(Task<TreeEnd> tree)
    {
        try
        {
            await tree.WaitAsync(Farewell.Patience, _terminal.Clock);
        }
        catch (TimeoutException)
        {
            _terminal.Log.Warning("Instances that have not ended by themselves are cancelled.");
            _supervisor.Cancel();
        }
    }

    // The workers are gone; what they reported last may still be on its way up.
    private async Task<AgentEnd?> AwaitAgentAsync(Task<AgentEnd> agent)
    {
        _post.Agent.Leave("its instances have ended");
        try
        {
            return await agent.WaitAsync(Farewell.Patience, _terminal.Clock);
        }
        catch (TimeoutException)
        {
            _terminal.Log.Warning("The broker did not acknowledge the last reports in time; their tasks may run again.");
            return null;
        }
    }

    private static AgentOptions OptionsOf(TreeOrder order, InstanceFacts facts) => new()
    {
        Identity = new ConsumerId($"agent@{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}"),

        // Commands that look for a worker by its name find the agent that it is behind.
        Name = string.Join('+', order.Workers.Select(static worker => worker.Name)),
        Host = Environment.MachineName,
        Owner = Environment.UserName,
        Job = facts.Job?.ToString() ?? "",
        Version = Banner.Version,
    };

    private static void MakeLogDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException(
                $"The workers' logs cannot be written to {directory}: {FileTrouble.Reason(e)}. Logs go to the directory where "
                + "run-workers is called: call it where you may write, with nothing in the way.",
                e);
        }
    }

    private static TreeOwner MakeOwner(AgentPlace place)
    {
        try
        {
            return TreeOwner.Create(place.SocketDirectories[0]);
        }
        catch (Exception e) when (FileTrouble.Is(e))
        {
            throw new UserErrorException($"A lock cannot be made in {place.SocketDirectories[0]}: {FileTrouble.Reason(e)}.", e);
        }
    }
}

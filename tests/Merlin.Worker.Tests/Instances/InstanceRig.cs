using Merlin.Flux;
using Merlin.Flux.Testing;
using Merlin.Worker.Instances;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Instances;

/// <summary>A worker that has a real Flux instance for itself, at work for a scripted broker.</summary>
internal sealed class InstanceRig : IAsyncDisposable
{
    private InstanceRig(RealFlux flux, WorkerInstance instance, Rig rig)
    {
        Flux = flux;
        Instance = instance;
        Worker = rig;
    }

    public RealFlux Flux { get; }

    public WorkerInstance Instance { get; }

    public Rig Worker { get; }

    public ScriptedBroker Broker => Worker.Broker;

    public static Task<InstanceRig> StartAsync(
        IReadOnlyList<PlanNode> nodes, int brokers = 1, Func<WorkerOptions, WorkerOptions>? change = null) =>
        StartAsync(nodes, new RealFluxOptions { Brokers = brokers }, change);

    public static async Task<InstanceRig> StartAsync(
        IReadOnlyList<PlanNode> nodes,
        RealFluxOptions flux,
        Func<WorkerOptions, WorkerOptions>? change = null,
        Func<RealFlux, Task>? before = null,
        Func<StudyPlan, StudyPlan>? changePlan = null)
    {
        RealFlux started = await RealFlux.StartAsync(flux);
        await (before?.Invoke(started) ?? Task.CompletedTask);
        WorkerInstance instance = (await InstanceProbe.ProbeAsync(new FluxUri(started.Uri), CancellationToken.None)).Instance;
        Rig rig = Rig.Start(
            nodes,
            slots: instance.Nodes.Sum(static node => node.Cores.Count),
            samples: nodes.Max(static node => node.Sampled ? node.Count : 0),
            change: options => (change ?? (static same => same))(options with
            {
                Instance = instance,
                TerminationGrace = TimeSpan.FromSeconds(1),
            }),
            changePlan: changePlan);
        return new InstanceRig(started, instance, rig);
    }

    /// <summary>The texts of a file that every task of a sampled step has written.</summary>
    public string[] FilesOf(string step, string name) => Directory.Exists(Worker.PathOf(step))
        ? [.. Directory.GetFiles(Worker.PathOf(step), name, SearchOption.AllDirectories).Select(File.ReadAllText)]
        : [];

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Flux.DisposeAsync();
    }
}

using Merlin.Broker;
using Merlin.Worker.Packing;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Studies;

/// <summary>A study whose plan this worker has: its nodes and its samples, each opened when first needed.</summary>
/// <remarks>Any number of threads may use it.</remarks>
internal sealed class StudyWork : IDisposable
{
    private readonly WorkerOptions _options;
    private readonly NodeWork?[] _nodes;
    private readonly Lock _gate = new();
    private readonly PackedWork _packed;
    private readonly Dictionary<string, PackedStep> _steps = new(StringComparer.Ordinal);
    private SampleTable? _samples;

    /// <summary>Takes a study up.</summary>
    public StudyWork(StudyId id, StudyPlan plan, WorkerOptions options, PackedWork packed)
    {
        Id = id;
        Plan = plan;
        _options = options;
        _packed = packed;
        _nodes = new NodeWork?[plan.Nodes.Count];
    }

    /// <summary>The study's id.</summary>
    public StudyId Id { get; }

    /// <summary>How many of its tasks are in some thread's hands; belongs to the loop.</summary>
    public int Uses { get; set; }

    /// <summary>The plan.</summary>
    public StudyPlan Plan { get; }

    /// <summary>The node behind an array.</summary>
    public NodeWork Node(int ordinal)
    {
        lock (_gate)
        {
            return _nodes[ordinal] ??= new NodeWork(this, ordinal, _options);
        }
    }

    /// <summary>The samples; opens their file, so never on the worker's loop.</summary>
    /// <exception cref="SampleFileException">The file cannot be read or is not what it was.</exception>
    public SampleTable Samples()
    {
        lock (_gate)
        {
            return _samples ??= SampleTables.Open(Plan.Samples!);
        }
    }

    /// <summary>The packs of a node's step.</summary>
    public PackedStep PackedStep(PlanNode node)
    {
        lock (_gate)
        {
            string directory = PackPaths.DirectoryOf(Plan.Workspace, node.Directory);
            if (!_steps.TryGetValue(directory, out PackedStep? step))
            {
                _steps.Add(directory, step = _packed.Step(directory, Plan.Packing!));
            }

            return step;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packed.Forget(this);
        foreach (PackedStep step in _steps.Values)
        {
            step.Dispose();
        }

        foreach (NodeWork? node in _nodes)
        {
            node?.Dispose();
        }

        _samples?.Dispose();
    }
}

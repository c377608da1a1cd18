using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Forecast;

/// <summary>
/// Tells from a plan what its study will be: tasks, files, bytes, and how its steps wait for each other. The cost grows
/// with steps and combinations, never with samples.
/// </summary>
public sealed class StudyForecaster
{
    private readonly StudyPlan _plan;
    private readonly ScriptSampling _scripts;
    private readonly FullLayout _layout;
    private readonly PackedSteps _packed;
    private readonly HashSet<int> _restored = [];
    private readonly ForecastRules _rules;

    private StudyForecaster(StudyPlan plan, SampleTable? samples, ForecastRules rules)
    {
        _plan = plan;
        _rules = rules;
        _scripts = new ScriptSampling(plan, samples, rules);
        _layout = new FullLayout(plan.Samples?.ToLayout(), rules);
        _packed = new PackedSteps(plan.Samples?.ToLayout(), rules);
    }

    /// <summary>Makes a forecast.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="samples">
    /// The samples, of which a few are read; null where they cannot be read, and the lengths of scripts are rougher then.
    /// </param>
    /// <param name="rules">What it depends on beside the plan.</param>
    /// <exception cref="SampleFileException">The samples cannot be read.</exception>
    public static StudyForecast Make(StudyPlan plan, SampleTable? samples, ForecastRules rules) =>
        new StudyForecaster(plan, samples, rules).Make();

    private StudyForecast Make()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var nodes = new List<List<PlanNode>>();
        int[] stepOf = new int[_plan.Nodes.Count];
        for (int node = 0; node < stepOf.Length; node++)
        {
            PlanNode plan = _plan.Nodes[node];
            if (!names.TryGetValue(plan.Step, out stepOf[node]))
            {
                stepOf[node] = nodes.Count;
                names.Add(plan.Step, nodes.Count);
                nodes.Add([]);
            }

            nodes[stepOf[node]].Add(plan);
        }

        IReadOnlyList<StepLink>[] links = new StepLinking(_plan, stepOf, [.. nodes.Select(static list => list.Count)]).Find();
        return new StudyForecast([.. nodes.Select((list, step) => Make(list, links[step]))]);
    }

    private StepForecast Make(List<PlanNode> nodes, IReadOnlyList<StepLink> after)
    {
        long tasks = nodes.Sum(static node => node.Count);
        List<PlanNode> scripted = nodes.FindAll(node => node.Defect is null && node.Start != TaskStart.Serve && !_plan.IsPacked(node));
        int[] unpacks = [.. nodes.SelectMany(static node => node.Unpacks).Distinct()];
        ScriptSize scripts = _scripts.Of(scripted, scripted.Sum(static node => node.Count), out bool isEstimate);
        return new StepForecast
        {
            Name = nodes[0].Step,
            Nodes = nodes.Count,
            Tasks = tasks,
            Sampled = nodes.Exists(static node => node.Sampled),
            After = after,
            Shapes = Shapes(nodes),
            WalltimeSeconds = nodes.Min(static node => node.WalltimeSeconds),
            TimeoutSeconds = nodes.Min(static node => node.TimeoutSeconds),
            Left = Left(nodes).Plus(Restore(unpacks)).Plus(new FileCount(0, 0, scripts.Bytes, scripts.DiskBytes)),
            IsPacked = nodes.Exists(_plan.IsPacked),
            Unpacks = unpacks.Sum(place => _plan.Nodes[place].Count),
            ScriptBytes = scripts.Bytes,
            IsEstimate = isEstimate,
        };
    }

    private FileCount Left(List<PlanNode> nodes)
    {
        List<PlanNode> packed = nodes.FindAll(_plan.IsPacked);
        FileCount left = _packed.Of(packed.Sum(static node => node.Count));

        // Combinations of parameters lie together in the step's directory.
        bool inStep = packed.Count == 0 && nodes[0].Directory.Contains('/', StringComparison.Ordinal);
        left = left.Plus(inStep ? new FileCount(1, 0, 0, _rules.BlockSize) : default);
        foreach (PlanNode node in nodes.Where(node => !_plan.IsPacked(node)))
        {
            left = left.Plus(_layout.Of(_plan, node));
        }

        return left;
    }

    // What several steps need is restored once.
    private FileCount Restore(int[] places) =>
        _packed.Restored([.. places.Where(_restored.Add).Select(place => _plan.Nodes[place])]);

    private static List<ShapeCount> Shapes(List<PlanNode> nodes)
    {
        var counts = new Dictionary<PlanResources, long>();
        foreach (PlanNode node in nodes)
        {
            counts[node.Resources] = counts.GetValueOrDefault(node.Resources) + node.Count;
        }

        return [.. counts.Select(static entry => new ShapeCount(entry.Key, entry.Value))];
    }
}

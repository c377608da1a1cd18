using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Forecast;

/// <summary>
/// Renders the scripts of a few tasks of a few nodes of a step, spread over all of them: the first and the last are
/// always among them.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="samples">The samples, or null where they cannot be read: then their tokens stay in the scripts.</param>
/// <param name="rules">Knows the file system's block.</param>
internal sealed class ScriptSampling(StudyPlan plan, SampleTable? samples, ForecastRules rules)
{
    private const int MostNodes = 8;
    private const int MostTasks = 8;
    private readonly CountingWriter _writer = new();
    private readonly SampleRow _row = new();

    /// <summary>The scripts of all tasks of some nodes of one step.</summary>
    /// <param name="nodes">The nodes; all have tasks.</param>
    /// <param name="tasks">How many tasks they have together.</param>
    /// <param name="isEstimate">Whether only some were rendered.</param>
    public ScriptSize Of(IReadOnlyList<PlanNode> nodes, long tasks, out bool isEstimate)
    {
        ScriptSize seen = default;
        foreach (long place in Spread(nodes.Count, MostNodes))
        {
            PlanNode node = nodes[(int)place];
            var renderer = new NodeRenderer(plan, node);
            foreach (long index in Spread(node.Count, MostTasks))
            {
                seen = seen.Plus(Render(renderer, node, index));
            }
        }

        isEstimate = seen.Scripts != tasks || (samples is null && nodes.Any(static node => node.Sampled));
        return seen.For(tasks);
    }

    private ScriptSize Render(NodeRenderer renderer, PlanNode node, long index)
    {
        SampleRow? row = null;
        if (samples is not null && renderer.NeedsSampleRow && index < samples.Rows)
        {
            samples.Read(index, _row);
            row = _row;
        }

        ScriptSize size = Render(renderer, row, index, restart: false);
        return node.RestartCommand is null
            ? size
            : size.Plus(Render(renderer, row, index, restart: true)) with { Scripts = 1 };
    }

    private ScriptSize Render(NodeRenderer renderer, SampleRow? row, long index, bool restart)
    {
        _writer.Reset();
        renderer.WriteScript(index, row, restart, _writer);
        return new ScriptSize(1, _writer.Written, rules.OnDisk(_writer.Written));
    }

    private static IEnumerable<long> Spread(long count, int most)
    {
        long taken = Math.Min(count, most);
        for (long i = 0; i < taken; i++)
        {
            yield return taken == 1 ? 0 : (long)((Int128)i * (count - 1) / (taken - 1));
        }
    }
}

using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;

namespace Merlin.Cli.Display;

/// <summary>
/// What the last steps of a study printed. Authors end a study with a step that names its results; the summary of a
/// run passes that on.
/// </summary>
internal static class FinalWords
{
    private const int MostNodes = 3;
    private const int MostLines = 12;
    private const int MostBytes = 4096;

    /// <summary>The output of the unsampled nodes that nothing waits for, as far as it is short.</summary>
    /// <param name="plan">The study, which has ended well.</param>
    /// <returns>Each step's name and its lines; steps that printed nothing, or much, are left out.</returns>
    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Of(StudyPlan plan)
    {
        if (plan.DryRun)
        {
            return [];
        }

        HashSet<int> awaited = [.. plan.Nodes.SelectMany(static node => node.Dependencies).Select(static dependency => dependency.Node)];
        PlanNode[] last = [.. plan.Nodes.Where((node, place) => !node.Sampled && !awaited.Contains(place))];
        return last.Length > MostNodes
            ? []
            : [.. last.Select(node => KeyValuePair.Create<string, IReadOnlyList<string>>(node.Name, Read(plan, node))).Where(static words => words.Value.Count > 0)];
    }

    private static string[] Read(StudyPlan plan, PlanNode node)
    {
        var renderer = new NodeRenderer(plan, node);
        var output = new FileInfo(Path.Combine(renderer.Directory(0), renderer.OutputName));
        if (!output.Exists || output.Length > MostBytes)
        {
            return [];
        }

        string[] lines = File.ReadAllLines(output.FullName);
        return lines.Length <= MostLines ? lines : [];
    }
}

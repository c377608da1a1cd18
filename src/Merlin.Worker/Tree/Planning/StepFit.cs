using System.Globalization;
using Merlin.Broker;

namespace Merlin.Worker.Tree.Planning;

/// <summary>Finds steps whose tasks fit into no instance of the workers that serve them: these would wait for ever.</summary>
internal static class StepFit
{
    /// <summary>What is wrong, for the user.</summary>
    /// <param name="nodes">How many nodes the allocation has.</param>
    /// <param name="regions">The instances.</param>
    public static IEnumerable<string> Problems(int nodes, IReadOnlyList<TreeRegion> regions)
    {
        InstanceGroup[] groups = [.. regions.SelectMany(static region => region.Groups)];
        foreach (TreeStep step in groups.SelectMany(static group => group.Worker.Steps).Distinct())
        {
            InstanceGroup[] serving = [.. groups.Where(group => group.Worker.Steps.Contains(step))];
            if (!serving.Any(group => group.Resources.SlotsFor(step.Shape) > 0))
            {
                InstanceGroup largest = serving.MaxBy(static group => (group.Nodes * group.CoresPerNode, group.GpusPerNode))!;
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Step '{step.Name}' needs {Words(step.Shape)}, and the largest instance that serves it has {largest.Nodes} node(s) of {largest.CoresPerNode} core(s) and {largest.GpusPerNode} GPU(s); the allocation has {nodes} node(s). Ask for a larger allocation, give the worker more of it ('nodes', 'instance', '--concurrency'), or leave the step out with --steps.");
            }
        }
    }

    private static string Words(ResourceShape shape)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{shape.Procs} process(es) of {shape.CoresPerProc} core(s)");
        text += shape.GpusPerProc > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {shape.GpusPerProc} GPU(s)") : "";
        return shape.Nodes > 0 ? text + string.Create(CultureInfo.InvariantCulture, $" on {shape.Nodes} node(s)") : text;
    }
}

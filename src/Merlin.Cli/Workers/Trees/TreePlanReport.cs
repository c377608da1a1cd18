using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Flux;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Workers.Trees;

/// <summary>How an allocation would be split: what <c>merlin run-workers --plan</c> answers.</summary>
internal sealed class TreePlanReport(TreePlan plan) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        writer.WriteLine(Text(
            $"The allocation: {plan.Nodes.Count} node(s), {plan.Nodes.Count(static node => !node.IsUp)} of them down, {plan.Nodes.Sum(static node => node.Cores)} cores, {plan.Nodes.Sum(static node => node.Gpus)} GPUs"));
        writer.WriteLine(Text(
            $"The tree: 1 agent here, {plan.Agents} below it, {plan.Leaves} instance(s) with a worker, {plan.IdleCores} core(s) left over"));
        writer.WriteLine();
        var table = new TextTable("Worker", "Instances", "Nodes", "Cores", "GPUs", "At once", "On ranks", "Queues");
        foreach (TreeRegion region in plan.Regions)
        {
            foreach (InstanceGroup group in region.Groups)
            {
                table.Add(
                    group.Worker.Name,
                    Text($"{group.Count}"),
                    Text($"{group.Nodes}"),
                    Text($"{group.CoresPerNode * group.Nodes}"),
                    Text($"{group.GpusPerNode * group.Nodes}"),
                    Text($"{group.TasksAtOnce}"),
                    Ranks(region.Nodes),
                    string.Join(", ", group.Worker.Queues));
            }
        }

        table.Write(writer);
        writer.WriteLine();
        writer.WriteLine("Nodes, cores and GPUs are those of each instance; 'At once' counts the tasks of one core that all of them run together.");
        WriteList(writer, "Left over", plan.Unused.Count == 0 ? [] : [Text($"rank(s) {Ranks(plan.Unused)}")]);
        WriteList(writer, "This cannot be started", plan.Problems);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("nodes", plan.Nodes.Count);
        writer.WriteNumber("nodes_down", plan.Nodes.Count(static node => !node.IsUp));
        writer.WriteNumber("cores", plan.Nodes.Sum(static node => node.Cores));
        writer.WriteNumber("gpus", plan.Nodes.Sum(static node => node.Gpus));
        writer.WriteNumber("agents", plan.Agents);
        writer.WriteNumber("instances", plan.Leaves);
        writer.WriteNumber("idle_cores", plan.IdleCores);
        writer.WriteString("unused_ranks", Ranks(plan.Unused));
        writer.WriteStartArray("groups");
        foreach (TreeRegion region in plan.Regions)
        {
            foreach (InstanceGroup group in region.Groups)
            {
                WriteJson(writer, region, group);
            }
        }

        writer.WriteEndArray();
        StudyJson.WriteList(writer, "problems", plan.Problems);
        writer.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter writer, TreeRegion region, InstanceGroup group)
    {
        writer.WriteStartObject();
        writer.WriteString("worker", group.Worker.Name);
        StudyJson.WriteList(writer, "queues", group.Worker.Queues);
        writer.WriteNumber("instances", group.Count);
        writer.WriteNumber("nodes", group.Nodes);
        writer.WriteNumber("cores_per_node", group.CoresPerNode);
        writer.WriteNumber("gpus_per_node", group.GpusPerNode);
        writer.WriteNumber("tasks_at_once", group.TasksAtOnce);
        writer.WriteString("ranks", Ranks(region.Nodes));
        writer.WriteNumber("agents", region.Agents);
        writer.WriteEndObject();
    }

    private static void WriteList(TextWriter writer, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine($"{title}:");
        }

        foreach (string line in lines)
        {
            writer.WriteLine($"  {line}");
        }
    }

    private static string Ranks(IEnumerable<AllocationNode> nodes) => IdSet.Of(nodes.Select(static node => (uint)node.Rank)).ToString();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

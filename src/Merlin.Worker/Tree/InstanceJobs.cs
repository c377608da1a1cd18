using System.Text.Json.Nodes;
using Merlin.Flux;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tree;

/// <summary>Makes the jobs that instances of a tree are.</summary>
/// <param name="owner">Whose they are.</param>
internal sealed class InstanceJobs(TreeOwner owner)
{
    private const string NamePrefix = "merlin-";
    private const string AgentName = "agent";

    /// <summary>The jobspec of an instance.</summary>
    /// <param name="part">What it owns.</param>
    /// <param name="ranks">Where it is to run.</param>
    /// <param name="program">What runs in it.</param>
    public Jobspec Write(TreePart part, IdSet ranks, InstanceProgram program)
    {
        bool isWhole = part.PerNode == 1 && part.CoresPerNode == part.Region.Nodes[0].Cores;
        var resources = new JobResources
        {
            Nodes = part.Nodes,
            ExclusiveNodes = isWhole,
            CoresPerSlot = part.CoresPerNode,

            // Nodes of one's own come with all that they have.
            GpusPerSlot = isWhole ? 0 : part.GpusPerNode,
        };
        string worker = part.Group?.Worker.Name ?? AgentName;
        JsonObject mark = owner.Mark();
        mark["part"] = part.Name;
        mark["worker"] = worker;
        mark["queues"] = new JsonArray([.. part.Workers.SelectMany(static each => each.Queues).Distinct().Select(static queue => (JsonNode)queue)]);
        return Jobspec.NestedInstance(resources, program.Command) with
        {
            Name = NamePrefix + worker,
            Directory = program.Directory,
            Environment = program.Environment,
            Constraint = JobConstraint.Ranks(ranks),
            UserAttributes = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["merlin"] = mark },
        };
    }
}

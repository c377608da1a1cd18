using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>The shape of a worker's Flux instances.</summary>
internal sealed class InstanceRule : SpecRule
{
    private static readonly MappingRule Keys = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["nodes"] = new IntegerRule { Least = 1, AllowsToken = true, AllowsNull = true },
        ["cores"] = new IntegerRule { Least = 1, AllowsToken = true, AllowsNull = true },
        ["levels"] = new LevelsRule { AllowsNull = true },
    });

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        Keys.Check(node, key, report);
        if (node is YamlMapping mapping
            && mapping["cores"] is YamlScalar { IsNull: false } cores
            && mapping["nodes"] is YamlScalar { IsNull: false } nodes
            && nodes.WholeNumber() > 1)
        {
            report.Error(
                cores.Mark,
                key + ".cores",
                $"splits a node into several instances, but 'nodes' gives each instance {Shortened.Text(nodes.Text)} whole ones: keep one of the two");
        }
    }
}

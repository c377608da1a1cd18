using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Anything at all.</summary>
internal sealed class AnyRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
    }
}

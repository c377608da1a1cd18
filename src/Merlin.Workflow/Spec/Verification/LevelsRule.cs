using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>How many levels of Flux instances there are.</summary>
internal sealed class LevelsRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlScalar scalar || !(SpecToken.IsOne(scalar.Text) || InstanceReader.IsLevels(scalar.Text)))
        {
            Refuse(node, key, InstanceSpec.LevelsRule, report);
        }
    }
}

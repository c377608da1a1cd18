using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>How much is kept of what a task leaves behind.</summary>
internal sealed class KeepLimitRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlScalar scalar || KeepLimit.Parse(scalar.Text) is null)
        {
            Refuse(node, key, KeepLimit.Rule, report);
        }
    }
}

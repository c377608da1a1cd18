using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>How the files of samples' tasks are kept.</summary>
internal sealed class SamplesLayoutRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlScalar scalar || SamplesLayout.IsPacked(scalar.Text) is null)
        {
            Refuse(node, key, SamplesLayout.Rule, report);
        }
    }
}

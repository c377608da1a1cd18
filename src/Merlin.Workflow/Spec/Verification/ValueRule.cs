using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Any value that a token may be replaced by.</summary>
internal sealed class ValueRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report) =>
        SurprisingValue.Check(node, key, report);
}

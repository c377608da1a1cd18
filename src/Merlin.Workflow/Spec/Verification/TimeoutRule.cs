using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>The limit after which a running task is ended.</summary>
internal sealed class TimeoutRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        bool fits = node is YamlScalar scalar && (SpecToken.IsOne(scalar.Text) || StepTimeout.TrySeconds(scalar, out _));
        if (!fits)
        {
            Refuse(node, key, StepTimeout.Rule, report);
        }
    }
}

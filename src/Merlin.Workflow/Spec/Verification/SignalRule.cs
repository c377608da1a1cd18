using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>The signal that running tasks get before their worker's end.</summary>
internal sealed class SignalRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        bool fits = node is YamlScalar scalar && (SpecToken.IsOne(scalar.Text) || StepSignal.Parse(scalar.Text) is not null);
        if (!fits)
        {
            Refuse(node, key, StepSignal.Rule, report);
        }
    }
}

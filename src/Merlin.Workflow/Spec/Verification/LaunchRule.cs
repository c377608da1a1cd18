using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>How a worker that owns a Flux instance starts a step's tasks.</summary>
internal sealed class LaunchRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlScalar scalar || StepLaunch.Parse(scalar.Text) is null)
        {
            Refuse(node, key, StepLaunch.Rule, report);
        }
    }
}

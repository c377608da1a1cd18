using Merlin.Workflow.Launching;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>What <c>$(LAUNCHER)</c> becomes under Flux.</summary>
internal sealed class FluxLauncherRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlScalar scalar || FluxLauncherWords.Parse(scalar.Text) is null)
        {
            Refuse(node, key, FluxLauncherWords.Rule, report);
        }
    }
}

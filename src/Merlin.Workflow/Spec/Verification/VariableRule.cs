using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>The value of a user variable: a text of at least one character, a number or a list.</summary>
internal sealed class VariableRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        switch (node)
        {
            case YamlSequence:
            case YamlScalar { Value: not (null or bool) and not "" }:
                SurprisingValue.Check(node, key, report);
                break;
            case YamlScalar { Value: bool } scalar:
                Refuse(node, key, $"must be a text, a number or a list (put it in quotes: \"{scalar.Text}\")", report);
                break;
            default:
                Refuse(node, key, "must be a text of at least one character, a number or a list", report);
                break;
        }
    }
}

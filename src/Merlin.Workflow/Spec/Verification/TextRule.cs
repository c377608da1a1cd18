using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A text of at least one character.</summary>
internal sealed class TextRule : SpecRule
{
    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlScalar scalar)
        {
            Refuse(node, key, "must be a text", report);
        }
        else if (scalar.Text.Length == 0 || scalar.IsNull)
        {
            Refuse(node, key, "must be a text of at least one character", report);
        }
        else if (!scalar.IsString)
        {
            Refuse(node, key, $"must be a text (put it in quotes: \"{Shortened.Text(scalar.Text)}\")", report);
        }
    }
}

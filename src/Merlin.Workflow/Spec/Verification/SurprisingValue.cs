using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Warns of values that YAML 1.1 reads differently from what they look like.</summary>
internal static class SurprisingValue
{
    public static void Check(YamlNode node, string key, SpecReport report)
    {
        if (node is YamlSequence list)
        {
            foreach (YamlNode item in list.Items)
            {
                Check(item, key, report);
            }
        }
        else if (node is YamlScalar scalar && IsSurprising(scalar))
        {
            report.Warn(
                scalar.Mark,
                key,
                $"YAML reads '{Shortened.Text(scalar.Text)}' as {scalar.ValueText}: put it in quotes if the text is meant");
        }
    }

    private static bool IsSurprising(YamlScalar scalar) => scalar.Style == YamlScalarStyle.Plain && scalar.Value switch
    {
        bool => !scalar.Text.Equals(scalar.ValueText, StringComparison.OrdinalIgnoreCase),
        null => true,
        _ => YamlScalarResolver.IsSexagesimal(scalar.Text) || YamlScalarResolver.IsLeadingZeroOctal(scalar.Text),
    };
}

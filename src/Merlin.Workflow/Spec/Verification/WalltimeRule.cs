using System.Numerics;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A time limit: seconds, or a duration text.</summary>
internal sealed class WalltimeRule : SpecRule
{
    private const string Must = "must be a number of seconds or a duration such as '30:00' (mm:ss) or '2:00:00' (hh:mm:ss)";

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        switch (node)
        {
            case YamlScalar { Value: long or BigInteger } scalar when Walltime.TryParse(scalar.ValueText, out _):
                break;
            case YamlScalar { Value: string { Length: > 0 } text }:
                WarnUnlessDuration(text, node.Mark, key, report);
                break;
            default:
                Refuse(node, key, Must, report);
                break;
        }
    }

    // Only launchers read the text, and users have some that a launcher of their own understands.
    private static void WarnUnlessDuration(string text, YamlMark mark, string key, SpecReport report)
    {
        if (!text.Contains("$(", StringComparison.Ordinal) && !Walltime.TryParse(text, out _))
        {
            report.Warn(mark, key, $"{Must}, but is '{Shortened.Text(text)}'");
        }
    }
}

using System.Globalization;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A batch job's priority: a word, or a number from 0 to 1.</summary>
internal sealed class PriorityRule : SpecRule
{
    private static readonly string[] Words = ["held", "minimal", "low", "medium", "high", "expedited"];

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        bool fits = node is YamlScalar scalar && scalar.Value switch
        {
            long number => number is 0 or 1,
            double number => number is >= 0 and <= 1,
            string text => Words.Contains(text, StringComparer.OrdinalIgnoreCase),
            _ => false,
        };
        if (!fits)
        {
            Refuse(
                node,
                key,
                string.Create(CultureInfo.InvariantCulture, $"must be one of {string.Join(", ", Words).ToUpperInvariant()} or a number from 0 to 1"),
                report);
        }
    }
}

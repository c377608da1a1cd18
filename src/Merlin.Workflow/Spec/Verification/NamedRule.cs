using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A mapping from names that the user chooses to values of one kind.</summary>
/// <param name="item">What every value must be.</param>
internal sealed class NamedRule(SpecRule item) : SpecRule
{
    /// <summary>Whether at least one name must be there.</summary>
    public bool NotEmpty { get; init; }

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlMapping mapping)
        {
            Refuse(node, key, "must be a mapping of names to values", report);
            return;
        }

        if (NotEmpty && mapping.Entries.Count == 0)
        {
            report.Error(mapping.Mark, key, "must have at least one entry: add one, or remove the key");
        }

        foreach (YamlEntry entry in mapping.Entries)
        {
            if (entry.Key.Text.Length == 0)
            {
                report.Error(entry.Key.Mark, key, "a name must have at least one character");
            }

            item.Check(entry.Value, $"{key}.{entry.Key.Text}", report);
        }
    }
}

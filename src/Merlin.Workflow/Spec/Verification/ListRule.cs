using System.Globalization;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A list.</summary>
internal sealed class ListRule : SpecRule
{
    /// <summary>Whether no item may stand twice.</summary>
    public bool Unique { get; init; }

    /// <summary>What every item must be.</summary>
    public SpecRule Item { get; init; } = new AnyRule();

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlSequence list)
        {
            Refuse(node, key, "must be a list", report);
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemKey = string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]");
            Item.Check(list.Items[i], itemKey, report);
            if (Unique && list.Items[i] is YamlScalar scalar && !seen.Add(scalar.Text))
            {
                report.Error(scalar.Mark, itemKey, $"'{Shortened.Text(scalar.Text)}' stands twice in this list: remove one");
            }
        }
    }
}

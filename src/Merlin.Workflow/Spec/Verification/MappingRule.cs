using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>A mapping with known keys.</summary>
/// <param name="fields">The known keys and what their values must be.</param>
internal sealed class MappingRule(IReadOnlyDictionary<string, SpecRule> fields) : SpecRule
{
    /// <summary>Keys that must be there.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Whether other keys are no mistake.</summary>
    public bool Open { get; init; }

    /// <summary>Stands between the mapping's path and its keys.</summary>
    public string Separator { get; init; } = ".";

    protected override void CheckValue(YamlNode node, string key, SpecReport report)
    {
        if (node is not YamlMapping mapping)
        {
            Refuse(node, key, "must be a mapping of keys to values", report);
            return;
        }

        foreach (string missing in Required.Where(name => mapping[name] is null))
        {
            report.Error(mapping.Mark, key, $"the key '{missing}' is missing: add it");
        }

        foreach (YamlEntry entry in mapping.Entries)
        {
            string path = key + Separator + entry.Key.Text;
            if (fields.TryGetValue(entry.Key.Text, out SpecRule? rule))
            {
                rule.Check(entry.Value, path, report);
            }
            else if (!Open)
            {
                report.UnknownKey(entry.Key, path, fields.Keys);
            }
        }
    }
}

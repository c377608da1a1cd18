using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>What a value in a spec must be.</summary>
internal abstract class SpecRule
{
    /// <summary>Whether null is accepted too; it then means that the key is absent.</summary>
    public bool AllowsNull { get; init; }

    /// <summary>Checks a value and reports what is wrong with it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">Path of its key.</param>
    /// <param name="report">Receives the problems.</param>
    public void Check(YamlNode node, string key, SpecReport report)
    {
        if (!AllowsNull || !node.IsAbsent())
        {
            CheckValue(node, key, report);
        }
    }

    /// <summary>Checks a value that is not an accepted null.</summary>
    protected abstract void CheckValue(YamlNode node, string key, SpecReport report);

    /// <summary>Reports that a value is not what it must be.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">Path of its key.</param>
    /// <param name="must">What it must be: <c>must be a text</c>.</param>
    /// <param name="report">Receives the problem.</param>
    protected static void Refuse(YamlNode node, string key, string must, SpecReport report)
    {
        string found = node switch
        {
            YamlScalar { IsNull: true } => "has no value",
            YamlScalar { Text: "" } => "is an empty text",
            YamlScalar { IsString: true } scalar => $"is '{Shortened.Text(scalar.Text)}'",
            YamlScalar scalar => $"is the {scalar.Kind[(scalar.Kind.IndexOf(' ', StringComparison.Ordinal) + 1)..]} {Shortened.Text(scalar.Text)}",
            _ => $"is {node.Kind}",
        };
        report.Error(node.Mark, key, $"{must}, but {found}");
    }
}

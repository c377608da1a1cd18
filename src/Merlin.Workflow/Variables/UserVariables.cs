using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>The user's variables: <c>env.variables</c>, then <c>env.labels</c>, each seeing those before it.</summary>
internal sealed class UserVariables
{
    private readonly Dictionary<string, string> _everywhere = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _inSteps = new(StringComparer.Ordinal);

    /// <summary>Reads and expands the variables.</summary>
    /// <param name="env">The <c>env</c> block.</param>
    /// <param name="environment">Expands <c>~</c> and <c>$NAME</c>.</param>
    /// <param name="budget">Bounds the values' size.</param>
    public UserVariables(YamlMapping env, EnvironmentText environment, TextBudget budget)
    {
        foreach (string block in (string[])["variables", "labels"])
        {
            foreach (YamlEntry entry in (env[block] as YamlMapping ?? YamlMapping.Empty).Entries)
            {
                string text = PythonText.Of(entry.Value);
                string value = environment.Expand(TokenText.Replace(text, _everywhere));
                Define(entry.Key.Text, budget.Take("", value, entry.Value.Mark));
            }
        }
    }

    /// <summary>Values by token name for the whole spec: names in upper case.</summary>
    public IReadOnlyDictionary<string, string> Everywhere => _everywhere;

    /// <summary>Values by token name for steps: the same, and names as written.</summary>
    public IReadOnlyDictionary<string, string> InSteps => _inSteps;

    private void Define(string name, string value)
    {
        string upper = name.ToUpperInvariant();
        if (!ReservedNames.Contains(upper))
        {
            _everywhere[upper] = value;
            _inSteps[upper] = value;
        }

        _inSteps[name] = value;
    }
}

using System.Numerics;
using System.Text.RegularExpressions;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Spec.Verification;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Variables;

/// <summary>The words of <c>--vars</c>: values that replace those of <c>env.variables</c> and <c>env.labels</c>.</summary>
internal sealed partial class VariableOverrides
{
    private const string Option = "--vars";

    private readonly Dictionary<string, YamlScalar> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the words.</summary>
    /// <param name="words">Each <c>NAME=VALUE</c>.</param>
    /// <param name="specText">The spec's text, in which every name must occur.</param>
    /// <exception cref="SpecException">A word is not of that form, or its name may not be set.</exception>
    public VariableOverrides(IReadOnlyList<string> words, string specText)
    {
        List<SpecProblem> problems = [];
        foreach (string word in words)
        {
            string name = word.Split('=')[0];
            if (Problem(word, name, specText) is { } message)
            {
                problems.Add(new SpecProblem(Option, 0, 0, "", $"{message} (given: '{Shortened.Text(word)}')"));
            }
            else
            {
                _values[name] = Value(word[(name.Length + 1)..]);
            }
        }

        if (problems.Count > 0)
        {
            throw new SpecException(problems);
        }
    }

    /// <summary>The tree with the variables replaced that it defines; other names change nothing.</summary>
    public YamlMapping Apply(YamlMapping root)
    {
        if (root["env"] is not YamlMapping env || _values.Count == 0)
        {
            return root;
        }

        foreach (string block in (string[])["variables", "labels"])
        {
            if (env[block] is YamlMapping names)
            {
                env = env.With(block, Replaced(names));
            }
        }

        return root.With("env", env);
    }

    /// <summary>A warning for each name that the tree does not define, and which so changes nothing.</summary>
    public IEnumerable<SpecProblem> Ineffective(YamlMapping root)
    {
        YamlMapping env = root["env"].MappingOrEmpty();
        List<string> defined = [.. ((string[])["variables", "labels"])
            .SelectMany(block => env[block].MappingOrEmpty().Entries).Select(static entry => entry.Key.Text)];
        foreach (string name in _values.Keys.Where(name => !defined.Contains(name)))
        {
            string? nearest = NearestWord.Of(name, defined);
            string hint = nearest is null ? "define it there" : $"did you mean '{nearest}'?";
            yield return new SpecProblem(
                Option,
                0,
                0,
                "",
                $"'{Shortened.Text(name)}' is not defined in env.variables or env.labels, so its value is not used: {hint}",
                SpecSeverity.Warning);
        }
    }

    private YamlMapping Replaced(YamlMapping names) => YamlMapping.Of(
        names.Entries.Select(entry => _values.TryGetValue(entry.Key.Text, out YamlScalar? value) ? entry with { Value = value } : entry),
        names.Mark);

    private static string? Problem(string word, string name, string specText) =>
        !word.Contains('=', StringComparison.Ordinal) ? "a variable override requires '=' operator: write NAME=VALUE"
        : word.Count(letter => letter == '=') > 1 ? "a variable override has ONE '=' operator: write NAME=VALUE"
        : name.Length == 0 || name.Contains('$', StringComparison.Ordinal)
            ? "only valid variable names can be overridden: not empty, and without '$'"
        : ReservedNames.Contains(name) ? $"Cannot override reserved word '{name}': choose another name"
        : !specText.Contains(name, StringComparison.Ordinal)
            ? $"'{name}' does not occur in the spec: check the name against env.variables"
        : null;

    private static YamlScalar Value(string text)
    {
        if (IntegerPattern().IsMatch(text))
        {
            return YamlScalar.Plain(BigInteger.Parse(text.Replace("_", "", StringComparison.Ordinal).Trim()).ToString());
        }

        // The word is meant as it is typed; quotes keep it from becoming a number or a boolean.
        var plain = YamlScalar.Plain(text);
        return plain.IsString ? plain : YamlScalar.Quoted(text);
    }

    [GeneratedRegex(@"\A\s*[-+]?[0-9]{1,300}(?:_[0-9]{1,300}){0,9}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();
}

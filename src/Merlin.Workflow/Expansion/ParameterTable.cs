using Merlin.Workflow.Rendering;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// The parameters in the order of their keys, which is the order of labels in names. Combination i takes value i of
/// each.
/// </summary>
internal sealed class ParameterTable
{
    private const string LabelSuffix = ".label";
    private const string NameSuffix = ".name";
    private const string ValueMark = "%%";

    private readonly ParameterSpec[] _parameters;
    private readonly string[][] _values;
    private readonly string[][] _labels;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byKey;

    /// <summary>Orders the parameters.</summary>
    /// <exception cref="SpecException">They have unequal numbers of values.</exception>
    public ParameterTable(StudySpec spec)
    {
        _parameters = [.. spec.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal)];
        Combinations = _parameters.Length == 0 ? 0 : _parameters[0].Values.Count;
        foreach (ParameterSpec parameter in _parameters.Where(p => p.Values.Count != Combinations))
        {
            throw new SpecException(new SpecProblem(
                spec.File,
                parameter.Mark.Line,
                parameter.Mark.Column,
                $"global.parameters.{parameter.Key}",
                $"has {parameter.Values.Count} values, but '{_parameters[0].Key}' has {Combinations}; all parameters must "
                + "have the same number."));
        }

        _values = [.. _parameters.Select(p => p.Values.Select(PythonText.Of).ToArray())];
        _labels = [.. _parameters.Zip(_values, (p, values) => values
            .Select(value => p.Label.Replace(ValueMark, value, StringComparison.Ordinal)).ToArray())];
        var byKey = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < _parameters.Length; i++)
        {
            byKey[_parameters[i].Key] = i;
        }

        _byKey = byKey.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of combinations; 0 without parameters.</summary>
    public int Combinations { get; }

    /// <summary>The numbers of the parameters that some text of a step mentions, in ascending order.</summary>
    public IReadOnlyList<int> UsedIn(StepSpec step)
    {
        var used = new SortedSet<int>();
        step.Node.Rewrite(text =>
        {
            foreach (Token token in Token.Find(text))
            {
                if (Find(token.Name(text)) is int parameter)
                {
                    used.Add(parameter);
                }
            }

            return text;
        });
        return [.. used];
    }

    /// <summary>The parameters whose plain token occurs in a text, in ascending order.</summary>
    public IReadOnlyList<ParameterSpec> PlainIn(string text)
    {
        var found = new SortedSet<int>();
        foreach (Token token in Token.Find(text))
        {
            if (_byKey.TryGetValue(token.Name(text), out int parameter))
            {
                found.Add(parameter);
            }
        }

        return [.. found.Select(p => _parameters[p])];
    }

    /// <summary>The label of a parameter in a combination.</summary>
    public string Label(int parameter, int combination) => _labels[parameter][combination];

    /// <summary>The token that the label of a parameter takes the place of.</summary>
    public string LabelToken(int parameter) => $"$({_parameters[parameter].Key}{LabelSuffix})";

    /// <summary>A text with all tokens of parameters filled in: labels first, since they may hold tokens of values.</summary>
    public string Fill(string text, int combination)
    {
        string labelled = Token.Substitute(text, name => Suffixed(name, LabelSuffix) is int p ? Label(p, combination) : null);
        return Token.Substitute(labelled, name =>
            _byKey.TryGetValue(name, out int p) ? _values[p][combination]
            : Suffixed(name, NameSuffix) is int named ? _parameters[named].Name
            : null);
    }

    private int? Find(ReadOnlySpan<char> token) =>
        _byKey.TryGetValue(token, out int parameter) ? parameter
        : Suffixed(token, LabelSuffix) ?? Suffixed(token, NameSuffix);

    private int? Suffixed(ReadOnlySpan<char> token, string suffix) =>
        token.EndsWith(suffix, StringComparison.Ordinal)
        && _byKey.TryGetValue(token[..^suffix.Length], out int parameter)
            ? parameter
            : null;
}

using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Collects the problems of one spec.</summary>
/// <param name="file">The spec's file.</param>
/// <param name="strict">Whether unknown keys are errors.</param>
internal sealed class SpecReport(string file, bool strict)
{
    private readonly List<SpecProblem> _problems = [];

    /// <summary>The warnings, in the order of their places.</summary>
    public IReadOnlyList<SpecProblem> Warnings =>
        [.. InOrder(_problems.Where(problem => problem.Severity == SpecSeverity.Warning))];

    public void Error(YamlMark mark, string key, string message) =>
        _problems.Add(new SpecProblem(file, mark.Line, mark.Column, key, message));

    public void Warn(YamlMark mark, string key, string message) =>
        _problems.Add(new SpecProblem(file, mark.Line, mark.Column, key, message, SpecSeverity.Warning));

    /// <summary>Reports a key that means nothing here.</summary>
    public void UnknownKey(YamlScalar key, string path, IEnumerable<string> known)
    {
        string? nearest = NearestWord.Of(key.Text, known);
        string hint = nearest is null ? "remove it, or check its place" : $"did you mean '{nearest}'?";
        string message = $"unknown key '{Shortened.Text(key.Text)}' is ignored: {hint}";
        if (strict)
        {
            Error(key.Mark, path, message.Replace(" is ignored", "", StringComparison.Ordinal));
        }
        else
        {
            Warn(key.Mark, path, message);
        }
    }

    /// <summary>Throws all problems, warnings included, if any of them is an error.</summary>
    /// <exception cref="SpecException">There is an error.</exception>
    public void ThrowIfAnyError()
    {
        if (_problems.Exists(problem => problem.Severity == SpecSeverity.Error))
        {
            throw new SpecException([.. InOrder(_problems)]);
        }
    }

    private static IOrderedEnumerable<SpecProblem> InOrder(IEnumerable<SpecProblem> problems) =>
        problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column);
}

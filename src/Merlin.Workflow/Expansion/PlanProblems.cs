using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>Collects what planning finds wrong, so that the user is told everything at once.</summary>
internal sealed class PlanProblems(string file)
{
    private readonly List<SpecProblem> _errors = [];
    private readonly List<SpecProblem> _warnings = [];

    /// <summary>What works, but probably not as meant.</summary>
    public IReadOnlyList<SpecProblem> Warnings => _warnings;

    /// <summary>Notes a reason why there can be no plan.</summary>
    public void Error(StepSpec step, string key, string message) =>
        _errors.Add(At(file, step, key, message));

    /// <summary>Notes something that the user should know.</summary>
    public void Warn(StepSpec step, string key, string message) =>
        _warnings.Add(At(file, step, key, message, SpecSeverity.Warning));

    /// <summary>Notes something that the user should know about no step in particular.</summary>
    public void Warn(SpecProblem problem) => _warnings.Add(problem);

    /// <summary>Gives up if there were errors.</summary>
    /// <exception cref="SpecException">There were errors; they are in it.</exception>
    public void ThrowIfErrors()
    {
        if (_errors.Count > 0)
        {
            throw new SpecException(_errors);
        }
    }

    /// <summary>A problem of a step.</summary>
    public static SpecProblem At(
        string file, StepSpec step, string key, string message, SpecSeverity severity = SpecSeverity.Error) => new(
        file,
        step.Mark.Line,
        step.Mark.Column,
        key.Length == 0 ? $"study step '{step.Name}'" : $"study step '{step.Name}' → {key}",
        message,
        severity);
}

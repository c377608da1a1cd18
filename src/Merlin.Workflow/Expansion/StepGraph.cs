using System.Buffers;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Spec.Verification;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// The steps with what they take from each other. A step whose command names the workspace of a step that it does not
/// wait for is made to wait for it, since the workspace would be empty otherwise.
/// </summary>
internal sealed class StepGraph
{
    /// <summary>What follows a step's name in the token of its workspace.</summary>
    public const string WorkspaceSuffix = ".workspace";

    // What the shell would run as a path or with arguments is no step's name.
    private static readonly SearchValues<char> CommandLineLetters = SearchValues.Create(" \t/\"'`");

    private readonly string _file;
    private readonly IReadOnlyList<StepSpec> _steps;
    private readonly StepLinks[] _links;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly PlanProblems _problems;

    /// <summary>Links the steps.</summary>
    /// <exception cref="SpecException">A dependency names no step, or the steps wait for each other in a circle.</exception>
    public StepGraph(StudySpec spec, PlanProblems problems)
    {
        _file = spec.File;
        _steps = spec.Steps;
        _problems = problems;
        _links = [.. _steps.Select(_ => new StepLinks())];
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int step = 0; step < _steps.Count; step++)
        {
            if (!byName.TryAdd(_steps[step].Name, step))
            {
                problems.Error(_steps[step], "name", "another step has this name; names must be unique.");
            }
        }

        _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int step = 0; step < _steps.Count; step++)
        {
            AddDependencies(step);
            FindWorkspaces(step);
        }

        problems.ThrowIfErrors();
        AddImplicitDependencies();
        var order = new StepOrder(_links);
        Order = order.HasCircle ? throw Circle(order.FindCircle()) : order.Steps;
    }

    /// <summary>Places of the steps in the spec, each after those it waits for and otherwise as in the spec.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>What a step takes from others.</summary>
    public StepLinks Links(int step) => _links[step];

    /// <summary>The step whose workspace a token names, or null when it names none.</summary>
    public int? WorkspaceOf(ReadOnlySpan<char> token) =>
        token.EndsWith(WorkspaceSuffix, StringComparison.Ordinal)
        && _byName.TryGetValue(token[..^WorkspaceSuffix.Length], out int step)
            ? step
            : null;

    private void AddDependencies(int step)
    {
        foreach (string entry in _steps[step].Depends)
        {
            string name = entry.Replace("_*", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);
            if (!_byName.TryGetValue(name, out int other))
            {
                _problems.Error(_steps[step], "run.depends", $"'{entry}' names no step of the study.");
            }
            else
            {
                _links[step].Dependencies.Add(new StepDependency(other, entry.Contains('*', StringComparison.Ordinal)));
            }
        }
    }

    private void FindWorkspaces(int step)
    {
        foreach (string text in new[] { _steps[step].Cmd, _steps[step].Restart ?? "" })
        {
            foreach (Token token in Token.Find(text))
            {
                ReadOnlySpan<char> name = token.Name(text);
                if (WorkspaceOf(name) is not int other)
                {
                    RefuseUnknownWorkspace(_steps[step], name);
                }
                else if (other != step && !_links[step].Workspaces.Contains(other))
                {
                    _links[step].Workspaces.Add(other);
                }
            }
        }
    }

    private void RefuseUnknownWorkspace(StepSpec step, ReadOnlySpan<char> token)
    {
        if (!token.EndsWith(WorkspaceSuffix, StringComparison.Ordinal) || token.ContainsAny(CommandLineLetters))
        {
            return;
        }

        string? nearest = NearestWord.Of(token[..^WorkspaceSuffix.Length].ToString(), _steps.Select(static other => other.Name));
        string hint = nearest is null ? "name a step of this spec." : $"did you mean $({nearest}{WorkspaceSuffix})?";
        _problems.Error(step, "run", $"$({token}) names no step: {hint}");
    }

    private void AddImplicitDependencies()
    {
        var ancestors = new StepAncestors(_links);
        for (int step = 0; step < _links.Length; step++)
        {
            foreach (int other in _links[step].Workspaces)
            {
                if (ancestors.Contains(step, other))
                {
                    continue;
                }

                _links[step].Dependencies.Add(new StepDependency(other, Starred: false));
                _problems.Warn(
                    _steps[step],
                    "run.depends",
                    $"the command uses $({_steps[other].Name}{WorkspaceSuffix}), so the step waits for '{_steps[other].Name}'; "
                    + "say so in depends.");
            }
        }
    }

    private SpecException Circle(IReadOnlyList<int> circle)
    {
        StepSpec first = _steps[circle[0]];
        string path = string.Join(" → ", circle.Append(circle[0]).Select(s => $"'{_steps[s].Name}'"));
        return new SpecException(PlanProblems.At(
            _file, first, "run.depends", $"the steps wait for each other in a circle: {path}."));
    }
}

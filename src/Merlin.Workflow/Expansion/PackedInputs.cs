using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// Finds what a step of a packed study needs as directories: the nodes of the steps that it waits for or whose workspace it
/// names, where its commands name the samples' paths (<c>$(MERLIN_GLOB_PATH)</c> and its kin).
/// </summary>
internal sealed class PackedInputs
{
    private readonly StudySpec _spec;
    private readonly StepExpansion _expansion;

    /// <summary>Looks at a study.</summary>
    public PackedInputs(StudySpec spec, StepExpansion expansion)
    {
        _spec = spec;
        _expansion = expansion;
    }

    private bool IsPacked => _spec.Samples?.Packing is not null;

    /// <summary>The numbers of the nodes that a node of a step needs; sampled or not.</summary>
    /// <param name="planned">The step.</param>
    /// <param name="combination">The node's combination.</param>
    /// <param name="commands">Its commands; null ones are none.</param>
    public IReadOnlyList<int> Of(PlannedStep planned, int combination, params ReadOnlySpan<string?> commands)
    {
        if (!IsPacked || !NamesPaths(commands))
        {
            return [];
        }

        var needed = new SortedSet<int>();
        foreach (int other in planned.Links.Workspaces.Concat(planned.Links.Dependencies.Select(static d => d.Step)))
        {
            PlannedStep step = _expansion[other];
            needed.UnionWith(planned.Links.IsStarred(other) || !step.Combinations.IsParameterised
                ? step.Nodes
                : [step.FirstNode + step.Combinations.NodeOf(combination)]);
        }

        return [.. needed];
    }

    /// <summary>Says what restoring directories costs, once for each step that asks for it.</summary>
    public void Warn(IReadOnlyList<PlanNode> nodes, ParameterTable parameters, PlanProblems problems)
    {
        foreach (IGrouping<string, PlanNode> step in nodes.Where(static node => node.Unpacks.Count > 0).GroupBy(static node => node.Step))
        {
            int[] unpacked = [.. step.SelectMany(static node => node.Unpacks).Distinct()];
            problems.Warn(
                _spec.Steps.First(candidate => candidate.Name == step.Key),
                "run.cmd",
                $"it names the samples' paths, so before it begins the kept files of {unpacked.Sum(place => nodes[place].Count)} packed tasks "
                + $"({string.Join(", ", unpacked.Select(place => nodes[place].Step).Distinct())}) are restored as directories, one for each.");
        }

        if (IsPacked)
        {
            WarnOfMissingFiles(nodes, parameters, problems);
        }
    }

    // Task by task nothing is restored: it would cost the files that packing saves.
    private void WarnOfMissingFiles(IReadOnlyList<PlanNode> nodes, ParameterTable parameters, PlanProblems problems)
    {
        HashSet<string> packed = [.. nodes.Where(static node => node.Sampled).Select(static node => node.Step)];
        for (int place = 0; place < _spec.Steps.Count; place++)
        {
            StepSpec step = _spec.Steps[place];
            string commands = step.Cmd + step.Restart;
            foreach (int other in Enumerable.Range(0, _spec.Steps.Count).Where(other => other != place))
            {
                string name = _spec.Steps[other].Name;
                if (packed.Contains(name) && Names(commands, name))
                {
                    string node = _expansion[place].Links.IsStarred(other) ? name : OwnNode(_expansion[other], parameters);
                    problems.Warn(
                        step,
                        "run.cmd",
                        $"it names files of single tasks of '{name}', which is packed, so that they are not there; begin the command with "
                        + $"'merlin extract $(MERLIN_WORKSPACE) {node} $({TaskTokens.SampleId})', or use the full layout.");
                }
            }
        }
    }

    // By the step's name alone every task would restore its sample's directories of all combinations, many at the same time.
    private static string OwnNode(PlannedStep step, ParameterTable parameters) => step.Combinations.IsParameterised
        ? $"{step.Spec.Name}_{string.Join('.', step.Used.Select(parameters.LabelToken))}"
        : step.Spec.Name;

    private static bool Names(string commands, string step) => commands.Contains(
        $"$({step}{StepGraph.WorkspaceSuffix})/$({TaskTokens.SamplePath})", StringComparison.OrdinalIgnoreCase);

    private static bool NamesPaths(ReadOnlySpan<string?> commands)
    {
        foreach (string? command in commands)
        {
            if (command is not null && Token.Find(command).Any(token => NamesPaths(token.Name(command))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesPaths(ReadOnlySpan<char> name) =>
        name is TaskTokens.GlobPath or TaskTokens.AllPaths or TaskTokens.PathsFile;
}

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
    private readonly StepExpansion _expansion;
    private readonly bool _isPacked;

    /// <summary>Looks at a study.</summary>
    public PackedInputs(StudySpec spec, StepExpansion expansion)
    {
        _expansion = expansion;
        _isPacked = spec.Samples?.Packing is not null;
    }

    /// <summary>The numbers of the nodes that a node of a step needs; sampled or not.</summary>
    /// <param name="planned">The step.</param>
    /// <param name="combination">The node's combination.</param>
    /// <param name="commands">Its commands; null ones are none.</param>
    public IReadOnlyList<int> Of(PlannedStep planned, int combination, params ReadOnlySpan<string?> commands)
    {
        if (!_isPacked || !NamesPaths(commands))
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
    public static void Warn(StudySpec spec, IReadOnlyList<PlanNode> nodes, PlanProblems problems)
    {
        foreach (IGrouping<string, PlanNode> step in nodes.Where(static node => node.Unpacks.Count > 0).GroupBy(static node => node.Step))
        {
            int[] unpacked = [.. step.SelectMany(static node => node.Unpacks).Distinct()];
            problems.Warn(
                spec.Steps.First(candidate => candidate.Name == step.Key),
                "run.cmd",
                $"it names the samples' paths, so before it begins the kept files of {unpacked.Sum(place => nodes[place].Count)} packed tasks "
                + $"({string.Join(", ", unpacked.Select(place => nodes[place].Step).Distinct())}) are restored as directories, one for each.");
        }

        if (spec.Samples?.Packing is not null)
        {
            WarnOfMissingFiles(spec, nodes, problems);
        }
    }

    // Task by task nothing is restored: it would cost the files that packing saves.
    private static void WarnOfMissingFiles(StudySpec spec, IReadOnlyList<PlanNode> nodes, PlanProblems problems)
    {
        HashSet<string> packed = [.. nodes.Where(static node => node.Sampled).Select(static node => node.Step)];
        foreach (StepSpec step in spec.Steps)
        {
            string commands = step.Cmd + step.Restart;
            foreach (string other in packed.Where(other => other != step.Name && Names(commands, other)))
            {
                problems.Warn(
                    step,
                    "run.cmd",
                    $"it names files of single tasks of '{other}', which is packed, so that they are not there; begin the command with "
                    + $"'merlin extract $(MERLIN_WORKSPACE) {other} $({TaskTokens.SampleId})', or use the full layout.");
            }
        }
    }

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

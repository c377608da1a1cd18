using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Variables;

/// <summary>Fills in a spec's variables.</summary>
public static class SpecExpander
{
    private const int TimestampLength = 15;

    /// <summary>Fills in everything that is known before planning, and decides where the study lives.</summary>
    /// <exception cref="SpecException">The expanded spec cannot be used; nothing was made.</exception>
    public static ExpandedSpec Expand(SpecFile file, ExpansionContext context) => new SpecExpansion(file, context).Run();

    /// <summary>Opens the spec of an existing study.</summary>
    /// <param name="expanded">Its expanded copy.</param>
    /// <param name="workspace">Absolute path of its workspace, which ends in the time stamp.</param>
    /// <exception cref="SpecException">The copy has no steps, or numbers that are none.</exception>
    public static ExpandedSpec Reopen(SpecFile expanded, string workspace)
    {
        workspace = Path.TrimEndingDirectorySeparator(workspace);
        StudySpec spec = new StudySpecReader(expanded.Tree, expanded.Path).Read();
        return spec.Steps.Count == 0
            ? throw new SpecException(new SpecProblem(expanded.Path, 1, 1, "study", "the file has no steps: it is not the expanded copy of a spec"))
            : new ExpandedSpec
            {
                Spec = spec,
                StudyName = spec.Name.Replace(' ', '_'),
                OutputPath = Path.GetDirectoryName(workspace) ?? "/",
                Workspace = workspace,
                Timestamp = workspace.Length > TimestampLength ? workspace[^TimestampLength..] : workspace,
                Warnings = expanded.Warnings,
            };
    }
}

using Merlin.Cli.Screen;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Studies;

/// <summary>A step that a study's spec names, whether or not anything of it was found.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="Tasks">How many tasks it is to have; 0 when nobody knows.</param>
internal sealed record ExpectedStep(string Name, long Tasks)
{
    /// <summary>Reads the steps that a workspace's expanded spec names.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="log">Told when there is no such spec.</param>
    /// <returns>The study's name and its steps; the workspace's name and no steps without a spec.</returns>
    public static (string StudyName, IReadOnlyList<ExpectedStep> Steps) Read(string workspace, LogLines log)
    {
        string fallback = Path.GetFileName(workspace);
        if (Directory.GetFiles(Path.Combine(workspace, "merlin_info"), "*.expanded.yaml") is not [var file])
        {
            log.Warning($"{workspace}/merlin_info holds no single *.expanded.yaml; only steps with status files are shown.");
            return (fallback, []);
        }

        try
        {
            ExpandedSpec expanded = SpecExpander.Reopen(SpecFile.LoadExpanded(file), workspace);
            Dictionary<string, long> tasks = PlannedTasks(expanded, log);
            return (
                expanded.Spec.Name,
                [.. expanded.Spec.Steps.DistinctBy(static step => step.Name).Select(step => new ExpectedStep(step.Name, tasks.GetValueOrDefault(step.Name)))]);
        }
        catch (SpecException e)
        {
            log.Warning($"{e.Problems[0]}; only steps with status files are shown.");
            return (fallback, []);
        }
    }

    private static Dictionary<string, long> PlannedTasks(ExpandedSpec expanded, LogLines log)
    {
        try
        {
            return Plan(expanded).Nodes.GroupBy(static node => node.Step)
                .ToDictionary(static step => step.Key, static step => step.Sum(static node => node.Count));
        }
        catch (SpecException e)
        {
            log.Warning($"{e.Problems[0]} Tasks without status files are not counted.");
            return [];
        }
    }

    private static StudyPlan Plan(ExpandedSpec expanded)
    {
        SampleSource? samples = Samples(expanded.Spec.Samples);
        return StudyPlanner.Plan(expanded.Spec, new PlanInputs
        {
            Name = expanded.StudyName,
            Workspace = expanded.Workspace,
            Timestamp = expanded.Timestamp,
            Samples = samples,
        }).Plan;
    }

    // A study outlives its samples; then the tasks that were found are all that is known of.
    private static SampleSource? Samples(SamplesSpec? samples)
    {
        if (samples is null || !File.Exists(samples.File))
        {
            return null;
        }

        try
        {
            return SampleTables.Inspect(samples.File, samples.ColumnLabels, samples.LevelMaxDirs);
        }
        catch (SampleFileException)
        {
            return null;
        }
    }
}

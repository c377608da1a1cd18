using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// Makes an expanded spec into a plan: steps with their parameters filled in, what they wait for, and how their scripts
/// are made. The cost grows with steps and combinations, never with samples.
/// </summary>
public static class StudyPlanner
{
    /// <summary>A node with more tasks than this keeps status files only where they are asked for.</summary>
    public const long MaxStatusFiles = 10_000;

    /// <summary>Length in bytes that <c>$(MERLIN_PATHS_ALL)</c> may have.</summary>
    public const int MaxAllPathsBytes = 16 * 1024 * 1024;

    /// <summary>Plans a study.</summary>
    /// <exception cref="SpecException">The spec cannot be planned; each problem names its step.</exception>
    public static PlanResult Plan(StudySpec spec, PlanInputs inputs)
    {
        var problems = new PlanProblems(spec.File);
        CheckColumns(spec, inputs.Samples, problems);
        var parameters = new ParameterTable(spec);
        var graph = new StepGraph(spec, problems);
        var expansion = new StepExpansion(spec, graph, parameters, problems);
        CheckNames(expansion, problems);
        problems.ThrowIfErrors();
        var dependencies = new NodeDependencies(spec, expansion);
        var builder = new NodeBuilder(spec, inputs, parameters, graph, expansion);
        IReadOnlyList<PlanNode> nodes = BuildNodes(expansion, builder, inputs, problems);
        problems.ThrowIfErrors();
        nodes = NodeLinker.Link(nodes, dependencies);
        new PackedInputs(spec, expansion).Warn(nodes, parameters, problems);
        string pathsFile = StudyTokens.PathsFile(inputs);
        return new PlanResult(
            new StudyPlan
            {
                Name = inputs.Name,
                Workspace = inputs.Workspace,
                Timestamp = inputs.Timestamp,
                Samples = inputs.Samples,
                DryRun = inputs.DryRun || spec.Batch.DryRun,
                Nodes = nodes,
                Packing = spec.Samples?.Packing,
                PathsFile = nodes.Any(n => Mentions(n, pathsFile)) ? pathsFile : null,
                Variables = [.. spec.Env.Variables.Select(v => KeyValuePair.Create(v.Key, PythonText.Of(v.Value)))],
            },
            problems.Warnings);
    }

    private static void CheckNames(StepExpansion expansion, PlanProblems problems)
    {
        var names = new NodeNames(problems);
        foreach (PlannedStep step in expansion.InOrder)
        {
            names.Check(step);
        }
    }

    private static List<PlanNode> BuildNodes(
        StepExpansion expansion, NodeBuilder builder, PlanInputs inputs, PlanProblems problems)
    {
        var nodes = new List<PlanNode>(expansion.NodeCount);
        foreach (PlannedStep step in expansion.InOrder)
        {
            int first = nodes.Count;
            for (int node = 0; node < step.Combinations.Nodes; node++)
            {
                nodes.Add(builder.Build(step, node));
            }

            CheckNodes(step.Spec, nodes[first..], inputs, problems);
        }

        return nodes;
    }

    private static void CheckNodes(StepSpec step, List<PlanNode> nodes, PlanInputs inputs, PlanProblems problems)
    {
        if (nodes.Exists(n => n.Count == 0))
        {
            problems.Warn(
                step,
                "run.cmd",
                "it runs once for each sample, and the study has no samples, so it has nothing to run; the steps that wait "
                + "for it run all the same.");
        }

        if (nodes.Find(n => n.Defect is not null) is PlanNode defective)
        {
            problems.Warn(step, "", $"its tasks will raise an error instead of running: {defective.Defect}");
        }

        if (inputs.Samples is SampleSource samples && nodes.Exists(n => Mentions(n, $"$({TaskTokens.AllPaths})")))
        {
            CheckAllPaths(step, samples.ToLayout(), problems);
        }
    }

    private static bool Mentions(PlanNode node, string text) =>
        node.Command.Contains(text, StringComparison.Ordinal)
        || node.RestartCommand?.Contains(text, StringComparison.Ordinal) == true;

    private static void CheckAllPaths(StepSpec step, SampleLayout layout, PlanProblems problems)
    {
        Int128 bytes = SamplePathList.ByteCount(layout);
        if (bytes > MaxAllPathsBytes)
        {
            problems.Error(
                step,
                "run.cmd",
                $"$({TaskTokens.AllPaths}) would put {bytes} bytes into a script, and {MaxAllPathsBytes} are allowed; use "
                + $"$({TaskTokens.GlobPath}), or $({TaskTokens.PathsFile}), which names a file with one path a line.");
        }
    }

    private static void CheckColumns(StudySpec spec, SampleSource? samples, PlanProblems problems)
    {
        if (samples is null || samples.Rows == 0 || samples.Columns == samples.Labels.Count)
        {
            return;
        }

        problems.Warn(new SpecProblem(
            spec.File,
            spec.Samples?.Mark.Line ?? 0,
            spec.Samples?.Mark.Column ?? 0,
            "merlin.samples.column_labels",
            $"names {samples.Labels.Count} columns, and the samples file has {samples.Columns}; "
            + (samples.Columns > samples.Labels.Count
                ? "the columns without a label are not used."
                : "the tokens of the labels without a column stay in the scripts."),
            SpecSeverity.Warning));
    }
}

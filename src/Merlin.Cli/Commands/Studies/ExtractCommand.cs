using System.CommandLine;
using System.Globalization;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Studies.Remote;
using Merlin.Worker.Packing;
using Merlin.Worker.Packing.Format;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin extract</c>: restores the directories of packed tasks.</summary>
internal sealed class ExtractCommand
{
    private readonly Terminal _terminal;
    private readonly TaskArguments _tasks = new();
    private readonly Option<string?> _to = new("--to")
    {
        Description = "Where to restore them, in the same directories as below the study's workspace (default: there).",
        HelpName = "DIR",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    private ExtractCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new ExtractCommand(terminal);
        var command = new Command("extract", "Restore the directories of packed tasks.")
        {
            definition._to,
        };
        definition._tasks.AddTo(command);
        command.Add(definition._json);
        command.SetAction(definition.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult result)
    {
        using var signals = new StopSignals();
        using OpenedStudy study = await _tasks.OpenAsync(result, _terminal, signals.Token);
        string step = _tasks.StepOf(result);
        List<(PlanNode Node, TaskIndices Indices)> wanted = [.. NodesByName.Find(study.Plan, step)
            .Select(place => Wanted(result, study.Plan, study.Plan.Nodes[place]))];
        string root = result.GetValue(_to) is { } target ? UserPath.Resolve(target) : study.Plan.Workspace;
        bool isWhole = true;
        var restored = new List<RestoredStep>();
        var damages = new HashSet<PackDamage>();
        foreach ((PlanNode node, TaskIndices indices) in wanted)
        {
            using var tasks = new PackedTasks(study.Plan);
            isWhole &= Extract(tasks, node, indices, root, restored, signals.Token);
            damages.UnionWith(tasks.Damages);
        }

        isWhole &= !DamageReport.Tell(damages, _terminal);
        if (isWhole && !restored.Exists(static one => one.Tasks.Tasks > 0))
        {
            throw new UserErrorException($"None of these tasks of '{step}' has a record: they have not run to an end.");
        }

        _terminal.Show(new ExtractReport(restored), result.GetValue(_json));
        return isWhole ? ExitCode.Success : ExitCode.Error;
    }

    private (PlanNode Node, TaskIndices Indices) Wanted(ParseResult result, StudyPlan plan, PlanNode node) =>
        plan.IsPacked(node)
            ? (node, _tasks.IndicesOf(result, node))
            : throw new UserErrorException($"'{node.Name}' is not packed: its tasks have their directories.");

    /// <returns>Whether that could be done; the other nodes do not depend on it.</returns>
    private bool Extract(
        PackedTasks tasks, PlanNode node, TaskIndices indices, string root, List<RestoredStep> steps, CancellationToken stop)
    {
        RestoredTasks restored;
        try
        {
            restored = tasks.Restore(node, indices.Contains, root, () => !stop.IsCancellationRequested);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            _terminal.Log.Error($"'{node.Name}' cannot be extracted: {problem.Message}");
            return false;
        }

        stop.ThrowIfCancellationRequested();
        steps.Add(new RestoredStep(node.Name, Path.Combine(root, node.Directory), restored));
        if (restored.LeftOut > 0)
        {
            _terminal.Log.Warning(string.Create(
                CultureInfo.InvariantCulture,
                $"{node.Name}: {restored.LeftOut} files had not been kept; 'merlin logs --json' names them."));
        }

        if (restored.ScriptProblem is { } missing)
        {
            _terminal.Log.Warning($"{node.Name}: scripts were not restored: {missing}");
        }

        return true;
    }
}

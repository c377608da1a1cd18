using System.CommandLine;
using System.Globalization;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Studies.Remote;
using Merlin.Worker.Packing;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin extract</c>: restores the directories of packed tasks.</summary>
internal sealed class ExtractCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string> _study = StudyArgument.Create();
    private readonly Argument<string> _step = new("step") { Description = "The step, or one of its nodes." };
    private readonly Argument<string[]> _indices = new("index")
    {
        Description = "The tasks: indices of their samples from 0, or ranges such as 5-9 (default: all).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "Where to restore them, in the same directories as below the study's workspace (default: there).",
        HelpName = "DIR",
    };

    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<bool> _json = CommonOptions.Json();

    private ExtractCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new ExtractCommand(terminal);
        var command = new Command("extract", "Restore the directories of packed tasks.")
        {
            definition._study,
            definition._step,
            definition._indices,
            definition._to,
            definition._broker,
            definition._json,
        };
        command.SetAction(definition.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult result)
    {
        using var signals = new StopSignals();
        using OpenedStudy study = await NamedStudy.OpenAsync(
            result.GetRequiredValue(_study), result.GetValue(_broker), _terminal, signals.Token);
        IReadOnlyList<int> places = NodesByName.Find(study.Plan, result.GetRequiredValue(_step));
        string root = result.GetValue(_to) is { } target ? UserPath.Resolve(target) : study.Plan.Workspace;
        bool isWhole = true;
        var restored = new List<RestoredStep>();
        foreach (PlanNode node in places.Select(place => study.Plan.Nodes[place]))
        {
            if (!study.Plan.IsPacked(node))
            {
                throw new UserErrorException($"'{node.Name}' is not packed: its tasks have their directories.");
            }

            var indices = new TaskIndices(node, result.GetValue(_indices) ?? []);
            isWhole &= Extract(study.Plan, node, indices, root, restored, signals.Token);
        }

        _terminal.Show(new ExtractReport(restored), result.GetValue(_json));

        return isWhole ? ExitCode.Success : ExitCode.Error;
    }

    /// <returns>Whether everything was restored that was asked for.</returns>
    private bool Extract(
        StudyPlan plan, PlanNode node, TaskIndices indices, string root, List<RestoredStep> steps, CancellationToken stop)
    {
        using var tasks = new PackedTasks(plan);
        RestoredTasks restored;
        try
        {
            restored = tasks.Restore(node, indices.Contains, root, () => !stop.IsCancellationRequested);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserErrorException($"'{node.Name}' cannot be extracted: {problem.Message}", problem);
        }

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

        bool isDamaged = DamageReport.Tell(tasks, _terminal);
        stop.ThrowIfCancellationRequested();
        return restored.Tasks > 0
            ? !isDamaged
            : throw new UserErrorException($"None of these tasks of '{node.Name}' has a record: they have not run to an end.");
    }
}

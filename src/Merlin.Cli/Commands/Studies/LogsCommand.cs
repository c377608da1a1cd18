using System.CommandLine;
using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Worker.Packing;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin logs</c>: shows what tasks printed, be it in files of theirs or in packs.</summary>
internal sealed class LogsCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private readonly Terminal _terminal;
    private readonly Argument<string> _study = StudyArgument.Create();
    private readonly Argument<string> _step = new("step") { Description = "The step, or one of its nodes where it has several." };
    private readonly Argument<string[]> _indices = new("index")
    {
        Description = "The tasks: indices of their samples from 0, or ranges such as 5-9 (default: all).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the task has ended; for one task." };
    private readonly Option<bool> _stdout = new("--stdout") { Description = "Show standard output; the default, unless --stderr is given." };
    private readonly Option<bool> _stderr = new("--stderr") { Description = "Show standard error." };
    private readonly Option<bool> _failed = new("--failed") { Description = "Only tasks that have failed." };
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<bool> _json = CommonOptions.Json();

    private LogsCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new LogsCommand(terminal);
        var command = new Command("logs", "Show what tasks printed.")
        {
            definition._study,
            definition._step,
            definition._indices,
            definition._follow,
            definition._stdout,
            definition._stderr,
            definition._failed,
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
        PlanNode node = NamedStudy.OnlyNode(study.Plan, result.GetRequiredValue(_step));
        var indices = new TaskIndices(node, result.GetValue(_indices) ?? []);
        if (result.GetValue(_follow) && indices.Only is null)
        {
            throw new UserErrorException("--follow shows one task: name it by its index.");
        }

        return study.Plan.IsPacked(node)
            ? await ShowPackedAsync(result, study, node, indices, signals.Token)
            : await ShowFilesAsync(result, study, node, indices, signals.Token);
    }

    private bool ShowsOutput(ParseResult result) => result.GetValue(_stdout) || !result.GetValue(_stderr);

    private async Task<int> ShowPackedAsync(
        ParseResult result, OpenedStudy study, PlanNode node, TaskIndices indices, CancellationToken stop)
    {
        if (result.GetValue(_follow))
        {
            await AwaitEndAsync(study, node, indices.Only!.Value, stop);
        }

        HashSet<long>? failed = result.GetValue(_failed) ? [.. FailedTasks.Of(study, node)] : null;
        using var tasks = new PackedTasks(study.Plan);
        IEnumerable<Worker.Packing.Format.PackedRecord> records = tasks.Records(
            node, index => indices.Contains(index) && failed?.Contains(index) != false);
        var output = new PackedOutput(_terminal, ShowsOutput(result), result.GetValue(_stderr));
        bool any = true;
        if (result.GetValue(_json))
        {
            output.ShowJson(records);
        }
        else
        {
            any = output.Show(records, hasHeads: indices.Only is null);
        }

        if (DamageReport.Tell(tasks.Damages, _terminal))
        {
            return ExitCode.Error;
        }

        return any || failed is not null
            ? ExitCode.Success
            : throw new UserErrorException($"'{node.Name}' is packed, and none of these tasks has a record yet: they have not ended.");
    }

    private async Task<int> ShowFilesAsync(
        ParseResult result, OpenedStudy study, PlanNode node, TaskIndices indices, CancellationToken stop)
    {
        var renderer = new NodeRenderer(study.Plan, node);
        IEnumerable<long> tasks = result.GetValue(_failed) ? FailedTasks.Of(study, node).Where(indices.Contains) : indices.All;
        if (result.GetValue(_json))
        {
            _terminal.Show(new TaskOutputFiles([.. tasks.SelectMany(index => FilesOf(result, renderer, index))]), json: true);
            return ExitCode.Success;
        }

        bool any = result.GetValue(_failed);
        foreach (long index in tasks)
        {
            stop.ThrowIfCancellationRequested();
            any |= await ShowAsync(
                study, node, index, FilesOf(result, renderer, index), indices.Only is null, result.GetValue(_follow), stop);
        }

        return any
            ? ExitCode.Success
            : throw new UserErrorException(indices.Only is { } only
                ? $"The task has printed nothing yet: there is no {FilesOf(result, renderer, only)[0]}."
                : $"No task of '{node.Name}' has printed anything yet.");
    }

    private string[] FilesOf(ParseResult result, NodeRenderer renderer, long index)
    {
        string directory = renderer.Directory(index);
        string[] output = ShowsOutput(result) ? [renderer.OutputName, renderer.RestartOutputName] : [];
        string[] errors = result.GetValue(_stderr) ? [renderer.ErrorName, renderer.RestartErrorName] : [];
        return [.. output.Concat(errors).Select(name => Path.Combine(directory, name))];
    }

    /// <summary>Shows what a task has printed.</summary>
    /// <returns>Whether there is any of it.</returns>
    private async Task<bool> ShowAsync(
        OpenedStudy study, PlanNode node, long index, string[] files, bool hasHead, bool follow, CancellationToken stop)
    {
        using var output = new TaskOutput(_terminal, files);
        if (hasHead && output.Exists)
        {
            await _terminal.Out.WriteLineAsync(TaskHead.Of(node.Name, index));
        }

        await ShowAsync(output, study, node, index, follow, stop);
        return output.Exists;
    }

    private async Task ShowAsync(
        TaskOutput output, OpenedStudy study, PlanNode node, long index, bool follow, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(LookInterval, _terminal.Clock);
        int ordinal = FailedTasks.OrdinalOf(study.Plan, node);
        bool ended = !follow;
        while (true)
        {
            // What the task printed last is there when its end is known, so the end is asked for first.
            ended = ended || HasEnded(study.Source, ordinal, index);
            output.ShowNew();
            if (ended)
            {
                return;
            }

            await tick.WaitForNextTickAsync(stop);
        }
    }

    private async Task AwaitEndAsync(OpenedStudy study, PlanNode node, long index, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(LookInterval, _terminal.Clock);
        int ordinal = FailedTasks.OrdinalOf(study.Plan, node);
        while (!HasEnded(study.Source, ordinal, index))
        {
            await tick.WaitForNextTickAsync(stop);
        }
    }

    private static bool HasEnded(IStudyStatusSource source, int ordinal, long index) =>
        source.GetStatus().Arrays[ordinal] is { } array
        && (array.Ended == array.Count
            || source.Tasks(ordinal).SkipWhile(row => row.Index < index).Take(1)
                .Any(row => row.Index == index && row.Outcome != TaskOutcome.None));
}

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
    private readonly TaskArguments _tasks = new();
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the task has ended; for one task." };
    private readonly Option<bool> _stdout = new("--stdout") { Description = "Show standard output; the default, unless --stderr is given." };
    private readonly Option<bool> _stderr = new("--stderr") { Description = "Show standard error." };
    private readonly Option<bool> _failed = new("--failed") { Description = "Only tasks that have failed." };
    private readonly Option<bool> _json = CommonOptions.Json();

    private LogsCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new LogsCommand(terminal);
        var command = new Command("logs", "Show what tasks printed.")
        {
            definition._follow,
            definition._stdout,
            definition._stderr,
            definition._failed,
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
        int place = NamedStudy.OnlyPlace(study.Plan, _tasks.StepOf(result));
        PlanNode node = study.Plan.Nodes[place];
        TaskIndices indices = _tasks.IndicesOf(result, node);
        if (result.GetValue(_follow) && indices.Only is null)
        {
            throw new UserErrorException("--follow shows one task: name it by its index.");
        }

        return study.Plan.IsPacked(node)
            ? await ShowPackedAsync(result, study, place, indices, signals.Token)
            : await ShowFilesAsync(result, study, place, indices, signals.Token);
    }

    private bool ShowsOutput(ParseResult result) => result.GetValue(_stdout) || !result.GetValue(_stderr);

    private async Task<int> ShowPackedAsync(
        ParseResult result, OpenedStudy study, int place, TaskIndices indices, CancellationToken stop)
    {
        if (result.GetValue(_follow))
        {
            await FollowAsync(study, place, indices.Only!.Value, output: null, stop);
        }

        PlanNode node = study.Plan.Nodes[place];
        HashSet<long>? failed = result.GetValue(_failed) ? [.. FailedTasks.Of(study, place)] : null;
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
        ParseResult result, OpenedStudy study, int place, TaskIndices indices, CancellationToken stop)
    {
        PlanNode node = study.Plan.Nodes[place];
        var renderer = new NodeRenderer(study.Plan, node);
        IEnumerable<long> tasks = result.GetValue(_failed) ? FailedTasks.Of(study, place).Where(indices.Contains) : indices.All;
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
                study, place, index, FilesOf(result, renderer, index), indices.Only is null, result.GetValue(_follow), stop);
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
        OpenedStudy study, int place, long index, string[] files, bool hasHead, bool follow, CancellationToken stop)
    {
        using var output = new TaskOutput(_terminal, files);
        if (hasHead && output.Exists)
        {
            await _terminal.Out.WriteLineAsync(TaskHead.Of(study.Plan.Nodes[place].Name, index));
        }

        if (follow)
        {
            await FollowAsync(study, place, index, output, stop);
        }
        else
        {
            output.ShowNew();
        }

        return output.Exists;
    }

    /// <summary>Waits until a task has ended, and shows what it prints meanwhile where that can be seen.</summary>
    private async Task FollowAsync(OpenedStudy study, int place, long index, TaskOutput? output, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(LookInterval, _terminal.Clock);
        while (true)
        {
            // What the task printed last is there when its end is known, so the end is asked for first.
            bool ended = HasEnded(study.Source, place, index);
            output?.ShowNew();
            if (ended)
            {
                return;
            }

            await tick.WaitForNextTickAsync(stop);
        }
    }

    private static bool HasEnded(IStudyStatusSource source, int place, long index) =>
        source.GetStatus().Arrays[place] is { } array
        && (array.Ended == array.Count
            || source.Tasks(place).SkipWhile(row => row.Index < index).Take(1)
                .Any(row => row.Index == index && row.Outcome != TaskOutcome.None));
}

using System.CommandLine;
using System.Globalization;
using Merlin.Broker;
using Merlin.Broker.Status;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin logs</c>: shows what a task printed.</summary>
internal sealed class LogsCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private readonly Terminal _terminal;
    private readonly Argument<string> _study = StudyArgument.Create();
    private readonly Argument<string> _step = new("step") { Description = "The step, or one of its nodes where it has several." };
    private readonly Argument<long> _index = new("index")
    {
        Description = "The task: the index of its sample, from 0.",
        DefaultValueFactory = static _ => 0,
    };

    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the task has ended." };
    private readonly Option<bool> _stderr = new("--stderr") { Description = "Show its standard error instead of its standard output." };
    private readonly Option<string?> _broker = CommonOptions.Broker();
    private readonly Option<bool> _json = CommonOptions.Json();

    private LogsCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new LogsCommand(terminal);
        var command = new Command("logs", "Show what a task printed.")
        {
            definition._study,
            definition._step,
            definition._index,
            definition._follow,
            definition._stderr,
            definition._broker,
            definition._json,
        };
        command.SetAction(definition.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult result)
    {
        using var signals = new StopSignals();
        using OpenedStudy study = await OpenAsync(result, signals.Token);
        PlanNode node = OnlyNode(study.Plan, result.GetRequiredValue(_step));
        long index = result.GetValue(_index);
        if (index < 0 || index >= node.Count)
        {
            throw new UserErrorException(string.Create(
                CultureInfo.InvariantCulture, $"'{node.Name}' has the tasks 0 to {node.Count - 1}, and no task {index}."));
        }

        string[] files = FilesOf(study.Plan, node, index, result.GetValue(_stderr));
        if (result.GetValue(_json))
        {
            _terminal.Show(new TaskOutputFiles(files), json: true);
            return ExitCode.Success;
        }

        using var output = new TaskOutput(_terminal, files);
        await ShowAsync(output, study, node, index, result.GetValue(_follow), signals.Token);
        return output.Exists
            ? ExitCode.Success
            : throw new UserErrorException($"The task has printed nothing yet: there is no {files[0]}.");
    }

    private async Task<OpenedStudy> OpenAsync(ParseResult result, CancellationToken stop)
    {
        string text = result.GetRequiredValue(_study);
        string path = Path.TrimEndingDirectorySeparator(UserPath.Resolve(text));
        string state = Path.Combine(path, "merlin_info", PreparedStudy.StateDirectoryName);
        string? broker = result.GetValue(_broker);
        SubmissionRecord? record = SubmissionRecord.Read(state);
        return record is null && Directory.Exists(state)
            ? OpenedStudy.OfStore(path)
            : await OpenedStudy.OfBrokerAsync(
                await BrokerSession.OpenAsync(_terminal, broker ?? record?.Broker, stop), text, _terminal.Log, stop);
    }

    private static PlanNode OnlyNode(StudyPlan plan, string name)
    {
        IReadOnlyList<int> nodes = NodesByName.Find(plan, name);
        return nodes.Count == 1
            ? plan.Nodes[nodes[0]]
            : throw new UserErrorException(
                $"Step '{name}' has several nodes; name one: {string.Join(", ", nodes.Take(20).Select(place => plan.Nodes[place].Name))}.");
    }

    private static string[] FilesOf(StudyPlan plan, PlanNode node, long index, bool stderr)
    {
        var renderer = new NodeRenderer(plan, node);
        string directory = renderer.Directory(index);
        return stderr
            ? [Path.Combine(directory, renderer.ErrorName), Path.Combine(directory, renderer.RestartErrorName)]
            : [Path.Combine(directory, renderer.OutputName), Path.Combine(directory, renderer.RestartOutputName)];
    }

    private async Task ShowAsync(
        TaskOutput output, OpenedStudy study, PlanNode node, long index, bool follow, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(LookInterval, _terminal.Clock);
        int ordinal = study.Plan.Nodes.TakeWhile(other => other != node).Count();
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

    private static bool HasEnded(IStudyStatusSource source, int ordinal, long index) =>
        source.GetStatus().Arrays[ordinal] is { } array
        && (array.Ended == array.Count
            || source.Tasks(ordinal).SkipWhile(row => row.Index < index).Take(1)
                .Any(row => row.Index == index && row.Outcome != TaskOutcome.None));
}

using System.Collections;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running.Distributed;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Workflow.Launching.Workers;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;
using Merlin.Workflow.Yaml;

namespace Merlin.Cli.Workers.Launching;

/// <summary>The workers of a spec, as they would start on this machine.</summary>
internal sealed class SpecWorkers
{
    private static readonly LaunchMachine NoMachine = new(BatchScheduler.None, FluxVersion: null, Nodes: 1);
    private readonly RunWorkersOptions _options;
    private readonly Terminal _terminal;

    private SpecWorkers(ExpandedSpec expanded, RunWorkersOptions options, Terminal terminal)
    {
        Expanded = expanded;
        _options = options;
        _terminal = terminal;
        Variables = [.. expanded.Spec.Env.Variables.Select(
            static entry => KeyValuePair.Create(entry.Key, PythonText.Of(entry.Value)))];
    }

    /// <summary>The expanded spec.</summary>
    public ExpandedSpec Expanded { get; }

    /// <summary>The level of the workers' logs, or null to leave it to them.</summary>
    public string? LogLevel => _options.DisableLogs ? null : LogLevels.WordOf(_terminal.Log.Minimum);

    /// <summary>The spec's <c>env.variables</c>, which workers find in their environment.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; }

    /// <summary>Whether a worker may serve queues that another serves already.</summary>
    public bool MayOverlap => Expanded.Spec.Resources.Overlap;

    /// <summary>Reads the spec.</summary>
    /// <exception cref="SpecException">The spec cannot be used.</exception>
    public static SpecWorkers Read(RunWorkersOptions options, Terminal terminal) => new(
        SpecReading.Expand(options.Specification, options.Variables, Environment.CurrentDirectory, terminal), options, terminal);

    /// <summary>The lines of those that serve a step that was asked for and belong on this machine.</summary>
    /// <param name="queueTag">What stands before the name of every queue.</param>
    /// <param name="stop">Ends the questions to schedulers.</param>
    /// <exception cref="UserErrorException">A worker cannot be started on this machine.</exception>
    public IReadOnlyList<WorkerLine> Lines(string queueTag, CancellationToken stop)
    {
        try
        {
            LaunchMachine machine = WorkerLines.DependOnMachine(Expanded.Spec)
                ? MachineProbe.OfProcess(stop).Find(Expanded.Spec.Batch.FluxPath)
                : NoMachine;
            return [.. WorkerLines.Write(Expanded.Spec, Inputs(queueTag, machine)).Where(line => BelongsHere(line))];
        }
        catch (WorkerLaunchException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    /// <summary>The same workers for an allocation of our own, where it does not matter what starts programs on the machine.</summary>
    /// <param name="queueTag">What stands before the name of every queue.</param>
    public IReadOnlyList<ServingWorker> Serving(string queueTag) =>
        [.. ServingWorker.Of(Expanded.Spec, Inputs(queueTag, NoMachine)).Where(worker => BelongsHere(worker))];

    /// <summary>Options of a worker, as the user gives them or else the spec.</summary>
    public string ArgumentsOf(ServingWorker worker) => _options.WorkerArguments ?? worker.Spec.Arguments;

    private WorkerLineInputs Inputs(string queueTag, LaunchMachine machine) => new()
    {
        Machine = machine,
        QueueName = new QueueNames(queueTag).Of,
        Steps = KnownSteps(),
        Arguments = _options.WorkerArguments,
        LogLevel = LogLevel,
        Timestamp = Expanded.Timestamp,
        Environment = EnvironmentOfLines(),
    };

    private IReadOnlyList<string>? KnownSteps()
    {
        if (_options.Steps is not { } wanted)
        {
            return null;
        }

        string[] existing = [.. Expanded.Spec.Steps.Select(static step => step.Name)];
        foreach (string unknown in wanted.Except(existing))
        {
            _terminal.Log.Warning($"The spec has no step '{unknown}'. Its steps: {string.Join(", ", existing)}.");
        }

        return wanted;
    }

    private Dictionary<string, string> EnvironmentOfLines()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? string.Empty);
        foreach ((string name, string value) in Variables)
        {
            variables[name] = value;
        }

        return variables;
    }

    private bool BelongsHere(IServesQueues worker)
    {
        if (worker.Machines.Count == 0)
        {
            return true;
        }

        if (!worker.Machines.Any(static part => Environment.MachineName.Contains(part, StringComparison.Ordinal)))
        {
            return false;
        }

        if (!Directory.Exists(Expanded.OutputPath))
        {
            _terminal.Log.Error(
                $"Worker '{worker.Name}' belongs on this machine, but OUTPUT_PATH {Expanded.OutputPath} does not exist here: its "
                + "tasks need a file system that all machines share.");
        }

        return true;
    }
}

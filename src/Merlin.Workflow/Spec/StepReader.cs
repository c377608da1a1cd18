using System.Globalization;
using System.Numerics;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>Makes a <see cref="StepSpec"/> of a step's tree.</summary>
internal sealed class StepReader
{
    private readonly YamlMapping _step;
    private readonly YamlMapping _run;
    private readonly BatchSpec _batch;
    private readonly string _file;
    private readonly bool _keepsTokens;
    private readonly List<SpecProblem> _problems = [];

    /// <summary>Prepares to read.</summary>
    /// <param name="step">The step's tree.</param>
    /// <param name="batch">The batch block, for what the step does not say.</param>
    /// <param name="file">The spec's file, for problems.</param>
    /// <param name="keepsTokens">Whether a number may still be a token; it is then read as absent.</param>
    public StepReader(YamlMapping step, BatchSpec batch, string file, bool keepsTokens)
    {
        _step = step;
        _run = step["run"] as YamlMapping ?? YamlMapping.Empty;
        _batch = batch;
        _file = file;
        _keepsTokens = keepsTokens;
    }

    public StepSpec Read()
    {
        string? ownType = (_run["batch"] as YamlMapping)?["type"].TextOrNull();
        var step = new StepSpec
        {
            Name = _step["name"].TextOrNull() ?? "",
            Description = _step["description"].TextOrNull() ?? "",
            Cmd = Text("cmd") ?? "",
            Restart = Text("restart"),
            Depends = _run["depends"].Texts(),
            MaxRetries = Number("max_retries") ?? StepSpec.DefaultMaxRetries,
            RetryDelaySeconds = Number("retry_delay"),
            TimeoutSeconds = Timeout(),
            Signal = Signal(),
            Launch = Launch(),
            Start = Start(),
            TaskQueue = Text("task_queue") ?? StepSpec.DefaultTaskQueue,
            Shell = Text("shell") ?? _batch.Shell,
            BatchType = ownType ?? _batch.Type,
            HasOwnBatchType = ownType is not null,
            Nodes = Number("nodes"),
            Procs = Number("procs"),
            CoresPerTask = Number("cores per task"),
            Gpus = Number("gpus"),
            GpusPerTask = Number("gpus per task"),
            TasksPerResourceSet = Number("tasks per rs"),
            ResourceSetsPerNode = Number("rs per node"),
            CpusPerResourceSet = Number("cpus per rs"),
            ResourceSets = Number("num resource set"),
            Walltime = _run["walltime"] is YamlScalar { IsNull: false } walltime ? walltime.ValueText : null,
            SlurmOptions = Text("slurm"),
            LsfOptions = Text("lsf"),
            FluxOptions = Text("flux"),
            Bind = Text("bind"),
            LaunchDistribution = Text("launch_distribution"),
            ExitOnError = Number("exit_on_error"),
            Mark = _step.Mark,
            Node = _step,
        };
        return _problems.Count == 0 ? step : throw new SpecException(_problems);
    }

    private string? Text(string key) => _run[key].TextOrNull();

    private int? Number(string key)
    {
        if (_run[key] is not YamlScalar { IsNull: false } scalar || StaysToken(scalar))
        {
            return null;
        }

        BigInteger? value = scalar.WholeNumber();
        if (value >= 0 && value <= int.MaxValue)
        {
            return (int)value;
        }

        Complain(key, scalar, $"must be an integer from 0 to {int.MaxValue}, but is '{Shortened.Text(scalar.Text)}'");
        return null;
    }

    private double? Timeout()
    {
        const string Key = "timeout";
        if (_run[Key] is not YamlScalar { IsNull: false } scalar || StaysToken(scalar))
        {
            return null;
        }

        if (StepTimeout.TrySeconds(scalar, out double seconds))
        {
            return seconds;
        }

        Complain(Key, scalar, $"{StepTimeout.Rule}, but is '{Shortened.Text(scalar.Text)}'");
        return null;
    }

    private StepSignal? Signal()
    {
        const string Key = "signal";
        if (_run[Key] is not YamlScalar { IsNull: false } scalar || StaysToken(scalar))
        {
            return null;
        }

        StepSignal? signal = StepSignal.Parse(scalar.Text);
        if (signal is null)
        {
            Complain(Key, scalar, $"{StepSignal.Rule}, but is '{Shortened.Text(scalar.Text)}'");
        }

        return signal;
    }

    private TaskLaunch Launch()
    {
        const string Key = "launch";
        if (_run[Key] is not YamlScalar { IsNull: false } scalar)
        {
            return TaskLaunch.Auto;
        }

        TaskLaunch? launch = StepLaunch.Parse(scalar.Text);
        if (launch is null)
        {
            Complain(Key, scalar, $"{StepLaunch.Rule}, but is '{Shortened.Text(scalar.Text)}'");
        }

        return launch ?? TaskLaunch.Auto;
    }

    private TaskStart Start() =>
        _run["serve"] is YamlScalar { Value: true } ? TaskStart.Serve
        : _run["shell_server"] is YamlScalar { Value: true } ? TaskStart.ShellServer
        : TaskStart.Process;

    private bool StaysToken(YamlScalar scalar) =>
        _keepsTokens && scalar.Text.Contains("$(", StringComparison.Ordinal);

    private void Complain(string key, YamlScalar scalar, string message)
    {
        string name = _step["name"].TextOrNull() ?? "";
        _problems.Add(new SpecProblem(
            _file, scalar.Mark.Line, scalar.Mark.Column, string.Create(CultureInfo.InvariantCulture, $"study step '{name}' → run.{key}"), message));
    }
}

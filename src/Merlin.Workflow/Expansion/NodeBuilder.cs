using Merlin.Workflow.Launching;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Expansion;

/// <summary>Makes a step and one combination of parameters into a node: everything but its dependencies.</summary>
internal sealed class NodeBuilder
{
    private readonly StudySpec _spec;
    private readonly PlanInputs _inputs;
    private readonly ParameterTable _parameters;
    private readonly StepGraph _graph;
    private readonly StepExpansion _expansion;
    private readonly SampleTokens _samples;
    private readonly StudyTokens _tokens;

    public NodeBuilder(
        StudySpec spec, PlanInputs inputs, ParameterTable parameters, StepGraph graph, StepExpansion expansion)
    {
        _spec = spec;
        _inputs = inputs;
        _parameters = parameters;
        _graph = graph;
        _expansion = expansion;
        _samples = new SampleTokens(inputs.Samples);
        _tokens = new StudyTokens(inputs);
    }

    /// <summary>Makes a node. One that needs samples where there are none has a count of 0.</summary>
    /// <exception cref="SpecException">A key of the step has no value that it can have.</exception>
    public PlanNode Build(PlannedStep planned, int node)
    {
        int combination = planned.Combinations.Combination(node);
        StepSpec step = Fill(planned, combination);
        string directory = NodeNames.Directory(planned, node);
        string Resolve(string text) => Token.Substitute(text, name => Value(name, planned, combination, directory));
        string command = Resolve(step.Cmd);
        string? restart = step.Restart is null ? null : Resolve(step.Restart);
        bool sampled = step.Start == TaskStart.Serve
            ? _inputs.Samples is not null
            : _samples.OccurIn(command) || (restart is not null && _samples.OccurIn(restart));
        CheckStart(step, command);
        long count = sampled ? _inputs.Samples?.Count ?? 0 : 1;
        var plain = new PlanNode
        {
            Name = NodeNames.Name(planned, node),
            Step = planned.Spec.Name,
            Directory = directory,
            ScriptBase = NodeNames.Sanitise(NodeNames.Name(planned, node)),
            ScriptExtension = BatchType.ScriptExtension(LauncherKind.None),
            Shell = step.Shell,
            Command = command,
            RestartCommand = restart,
            Sampled = sampled,
            Count = count,
            Queue = step.TaskQueue,
            MaxRetries = step.MaxRetries,
            RetryDelaySeconds = step.RetryDelaySeconds,
            TimeoutSeconds = step.TimeoutSeconds,
            WalltimeSeconds = step.Walltime is { } walltime && Walltime.TryParse(walltime, out long seconds) ? seconds : null,
            Resources = StepResources.Of(step),
            Launch = step.Launch,
            Start = step.Start,
            Signal = step.Signal,
            StatusFiles = _inputs.StatusFiles || count <= StudyPlanner.MaxStatusFiles,
            CommandParameters = StatusParameters(planned.Spec.Cmd, combination),
            RestartParameters = StatusParameters(planned.Spec.Restart ?? "", combination),
        };
        return Launch(plain, step);
    }

    /// <summary>The step with its parameters filled in, everywhere in it.</summary>
    private StepSpec Fill(PlannedStep planned, int combination)
    {
        YamlNode tree = planned.Combinations.IsParameterised
            ? planned.Spec.Node.Rewrite(text => _parameters.Fill(text, combination))
            : planned.Spec.Node;
        return StepSpec.Read((YamlMapping)tree, _spec.Batch, _spec.File);
    }

    private void CheckStart(StepSpec step, string command)
    {
        if (step.Start == TaskStart.ShellServer && BashShell.Command(step.Shell) is null)
        {
            throw Problem(step, "run.shell_server", $"is true, and the step's shell is '{Shortened.Text(step.Shell)}', which is not bash");
        }

        if (step.Start == TaskStart.Serve && _samples.FirstIn(command) is { } token)
        {
            throw Problem(
                step,
                "run.cmd",
                $"has the token {token}, and the step serves: its command is started once and gets one sample after another on "
                + "its standard input. Take the token out");
        }
    }

    private SpecException Problem(StepSpec step, string key, string message) =>
        new([PlanProblems.At(_spec.File, step, key, message)]);

    private string? Value(ReadOnlySpan<char> name, PlannedStep planned, int combination, string directory) =>
        name is StudyTokens.Workspace ? $"{_inputs.Workspace}/{directory}"
        : _graph.WorkspaceOf(name) is int other ? $"{_inputs.Workspace}/{WorkspaceOf(other, planned, combination)}"
        : _tokens.Value(name);

    private string WorkspaceOf(int other, PlannedStep planned, int combination)
    {
        PlannedStep step = _expansion[other];
        return planned.Links.IsStarred(other)
            ? NodeNames.Sanitise(step.Spec.Name)
            : NodeNames.Directory(step, step.Combinations.NodeOf(combination));
    }

    private PlanNode Launch(PlanNode node, StepSpec step)
    {
        try
        {
            var launcher = new StepLauncher(step, _spec.Batch, _inputs.FluxVersion, _inputs.HasMerlinLaunch);
            node = node with { ScriptExtension = launcher.ScriptExtension };
            bool usesLauncher = launcher.IsUsedIn(node.Command, node.RestartCommand);
            if (usesLauncher && node.Start == TaskStart.Serve)
            {
                throw Problem(
                    step, "run.serve", $"is true, and the command uses {LauncherTokens.Launcher}: a simulation that serves is one process of the worker");
            }

            return node with
            {
                UsesLauncher = usesLauncher,
                Command = launcher.Command(node.Command),
                RestartCommand = node.RestartCommand is null ? null : launcher.Script(node.RestartCommand),
            };
        }
        catch (LauncherException defect)
        {
            return node with { Defect = $"{defect.Message} (step '{step.Name}')" };
        }
    }

    private List<KeyValuePair<string, string>>? StatusParameters(string text, int combination)
    {
        IReadOnlyList<ParameterSpec> plain = _parameters.PlainIn(text);
        return plain.Count == 0
            ? null
            : [.. plain.Select(p => KeyValuePair.Create(p.Key, ParameterJson.Of(p.Values[combination])))];
    }
}

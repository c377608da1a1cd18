namespace Merlin.Workflow.Spec.Verification;

/// <summary>What every block of a spec may hold.</summary>
internal static class SpecRules
{
    private static readonly TextRule Text = new();
    private static readonly TextRule OptionalText = new() { AllowsNull = true };
    private static readonly AnyRule Anything = new();
    private static readonly IntegerRule CountOrToken = new() { Least = 1, AllowsToken = true };

    private static readonly MappingRule Batch = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["type"] = OptionalText,
        ["bank"] = OptionalText,
        ["queue"] = OptionalText,
        ["nodes"] = new IntegerRule { Least = 1, AllowsToken = true, AllowsNull = true, Word = "all" },
        ["walltime"] = new WalltimeRule { AllowsNull = true },
        ["shell"] = OptionalText,
        ["dry_run"] = new BooleanRule { AllowsNull = true },
        ["launch_pre"] = OptionalText,
        ["launch_args"] = OptionalText,
        ["worker_launch"] = OptionalText,
        ["flux_path"] = OptionalText,
        ["flux_start_opts"] = OptionalText,
        ["flux_exec"] = OptionalText,
        ["flux_exec_workers"] = new BooleanRule { AllowsNull = true },
        ["launcher"] = new FluxLauncherRule { AllowsNull = true },
    })
    { AllowsNull = true };

    private static readonly MappingRule Description = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["name"] = Text,
        ["description"] = Text,
    })
    { Required = ["name", "description"], Open = true };

    private static readonly MappingRule PathDependency = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["name"] = Text,
        ["path"] = Text,
    })
    { Required = ["name", "path"] };

    private static readonly MappingRule GitDependency = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["name"] = Text,
        ["path"] = Text,
        ["url"] = Text,
        ["tag"] = Text,
        ["hash"] = Text,
        ["branch"] = Text,
    })
    { Required = ["name", "path", "url"] };

    private static readonly MappingRule Dependencies = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["paths"] = new ListRule { Item = PathDependency, AllowsNull = true },
        ["git"] = new ListRule { Item = GitDependency, AllowsNull = true },
        ["spack"] = new MappingRule(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
        {
            ["type"] = Anything,
            ["package_name"] = Anything,
        })
        { Required = ["type", "package_name"], Open = true, AllowsNull = true },
    })
    { AllowsNull = true };

    private static readonly MappingRule Environment = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["variables"] = new NamedRule(new VariableRule()) { AllowsNull = true },
        ["labels"] = new NamedRule(new ValueRule()) { AllowsNull = true },
        ["sources"] = new ListRule { AllowsNull = true },
        ["dependencies"] = Dependencies,
    })
    { AllowsNull = true };

    private static readonly MappingRule Parameter = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["values"] = new ListRule { Item = new ValueRule() },
        ["label"] = Text,
        ["name"] = Text,
    })
    { Required = ["values", "label"] };

    private static readonly MappingRule Run = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["cmd"] = Text,
        ["depends"] = new ListRule { Unique = true, Item = Text },
        ["restart"] = Text,
        ["max_retries"] = new IntegerRule { Least = 1, AllowsNull = true },
        ["retry_delay"] = new IntegerRule { Least = 0, AllowsNull = true },
        ["timeout"] = new TimeoutRule(),
        ["signal"] = new SignalRule(),
        ["launch"] = new LaunchRule(),
        ["shell_server"] = new BooleanRule(),
        ["serve"] = new BooleanRule(),
        ["task_queue"] = OptionalText,
        ["shell"] = OptionalText,
        ["nodes"] = CountOrToken,
        ["procs"] = CountOrToken,
        ["cores per task"] = CountOrToken,
        ["gpus"] = new IntegerRule { Least = 0, AllowsToken = true },
        ["gpus per task"] = new IntegerRule { Least = 0 },
        ["tasks per rs"] = CountOrToken,
        ["rs per node"] = CountOrToken,
        ["cpus per rs"] = CountOrToken,
        ["walltime"] = new WalltimeRule(),
        ["batch"] = new MappingRule(new Dictionary<string, SpecRule>(StringComparer.Ordinal) { ["type"] = Text }) { Open = true },
        ["slurm"] = Text,
        ["lsf"] = Text,
        ["flux"] = Text,
        ["bind"] = Text,
        ["bind gpus"] = Text,
        ["num resource set"] = new IntegerRule { Least = 1 },
        ["launch distribution"] = Text,
        ["launch_distribution"] = Text,
        ["exit_on_error"] = new IntegerRule { Least = 0, Most = 1 },
        ["reservation"] = Text,
        ["exclusive"] = new BooleanRule { AllowsToken = true },
        ["nested"] = new BooleanRule(),
        ["priority"] = new PriorityRule(),
        ["qos"] = Text,
        ["pre"] = Text,
        ["post"] = Text,
    })
    { Required = ["cmd"] };

    private static readonly NamedRule Workers = new(new MappingRule(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["args"] = OptionalText,
        ["steps"] = new ListRule { Unique = true, Item = Text, AllowsNull = true },
        ["nodes"] = new IntegerRule { Least = 1, AllowsToken = true, AllowsNull = true, Word = "all" },
        ["batch"] = Batch,
        ["instance"] = new InstanceRule { AllowsNull = true },
        ["machines"] = new ListRule { Unique = true, Item = Text, AllowsNull = true },
    })
    { AllowsNull = true })
    { NotEmpty = true, AllowsNull = true };

    private static readonly MappingRule Samples = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["generate"] = new MappingRule(new Dictionary<string, SpecRule>(StringComparer.Ordinal) { ["cmd"] = OptionalText })
        { Required = ["cmd"], AllowsNull = true },
        ["file"] = OptionalText,
        ["column_labels"] = new ListRule { Unique = true, AllowsNull = true },
        ["level_max_dirs"] = new IntegerRule { Least = 2, AllowsNull = true },
    })
    { AllowsNull = true };

    private static readonly MappingRule Merlin = new(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["resources"] = new MappingRule(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
        {
            ["task_server"] = OptionalText,
            ["overlap"] = new BooleanRule { AllowsNull = true },
            ["workers"] = Workers,
        })
        { AllowsNull = true },
        ["samples"] = Samples,
    })
    { AllowsNull = true };

    /// <summary>The top-level blocks but <c>study</c>, whose steps have names to report by.</summary>
    public static IReadOnlyDictionary<string, SpecRule> Blocks { get; } = new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["description"] = Description,
        ["batch"] = Batch,
        ["env"] = Environment,
        ["study"] = Anything,
        ["global.parameters"] = new NamedRule(Parameter) { AllowsNull = true },
        ["merlin"] = Merlin,
        ["user"] = Anything,
    };

    /// <summary>One step.</summary>
    public static SpecRule Step { get; } = new MappingRule(new Dictionary<string, SpecRule>(StringComparer.Ordinal)
    {
        ["name"] = Text,
        ["description"] = Text,
        ["run"] = Run,
    })
    { Required = ["name", "description", "run"], Separator = " → " };
}

using System.CommandLine;
using System.Globalization;
using Merlin.Cli.Forecasts;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin plan</c>: what a study would be, before it is run.</summary>
internal sealed class PlanCommand
{
    private readonly SpecArguments _spec = new();
    private readonly Option<bool> _local = new("--local")
    {
        Description = "Count what 'merlin run --local' would leave, not what a broker's workers would.",
    };

    private readonly Option<long?> _samples = new("--samples")
    {
        Description = "Expect this many samples, whatever the samples file holds.",
        HelpName = "N",
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                return count;
            }

            result.AddError($"--samples takes a whole number of samples, not '{text}'.");
            return null;
        },
    };

    private readonly Option<int?> _nodes = Size("--nodes", 1, "Nodes of the allocation that the study is to run in (default: 1, with --cores).");
    private readonly Option<int?> _cores = Size("--cores", 1, "Cores of each node.");
    private readonly Option<int?> _gpus = Size("--gpus", 0, "GPUs of each node (default: 0).");
    private readonly Option<string[]> _durations = new("--duration")
    {
        Description = "What one task of a step takes; may be given several times.",
        HelpName = "STEP=SECONDS",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _like = new("--like")
    {
        Description = "Take what tasks take from this workspace of an earlier run.",
        HelpName = "WORKSPACE",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    public static Command Create(Terminal terminal)
    {
        var definition = new PlanCommand();
        var command = new Command("plan", "Tell what a study would be: tasks, files, messages, time. Makes and runs nothing.")
        {
            definition._samples,
            definition._nodes,
            definition._cores,
            definition._gpus,
            definition._durations,
            definition._like,
            definition._local,
            definition._json,
        };
        definition._spec.AddTo(command);
        command.SetAction(result => Forecasting.ExecuteAsync(definition.Read(result), terminal));
        return command;
    }

    private PlanOptions Read(ParseResult result) => _spec.Complete(result, new PlanOptions
    {
        Specification = _spec.PathOf(result),
        Local = result.GetValue(_local),
        Samples = result.GetValue(_samples),
        Allocation = ReadAllocation(result),
        Durations = result.GetValue(_durations) ?? [],
        Like = result.GetValue(_like) is { } workspace ? UserPath.ExistingDirectory(workspace, "The earlier workspace") : null,
        Json = result.GetValue(_json),
    });

    private AllocationShape? ReadAllocation(ParseResult result)
    {
        if (result.GetValue(_cores) is { } cores)
        {
            return new AllocationShape(result.GetValue(_nodes) ?? 1, cores, result.GetValue(_gpus) ?? 0);
        }

        return result.GetValue(_nodes) is null && result.GetValue(_gpus) is null
            ? null
            : throw new UserErrorException("--nodes and --gpus tell of an allocation; say with --cores how many cores each node has.");
    }

    private static Option<int?> Size(string name, int minimum, string description)
    {
        Option<int?> option = CommonOptions.Number(name, minimum);
        option.Description = description;
        return option;
    }
}

using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Commands.Studies;

/// <summary>Tasks of a study on the command line: the study and who knows it, a step, and indices.</summary>
internal sealed class TaskArguments
{
    private readonly Argument<string> _study = StudyArgument.Create();
    private readonly Argument<string> _step = new("step") { Description = "The step, or one of its nodes where it has several." };
    private readonly Argument<string[]> _indices = new("index")
    {
        Description = "The tasks: indices of their samples from 0, or ranges such as 5-9 (default: all).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _broker = CommonOptions.Broker();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_study);
        command.Add(_step);
        command.Add(_indices);
        command.Add(_broker);
    }

    /// <summary>Opens the study.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="terminal">Whom to tell.</param>
    /// <param name="stop">Ends every wait.</param>
    public Task<OpenedStudy> OpenAsync(ParseResult result, Terminal terminal, CancellationToken stop) =>
        NamedStudy.OpenAsync(result.GetRequiredValue(_study), result.GetValue(_broker), terminal, stop);

    /// <summary>The name of the step or node.</summary>
    public string StepOf(ParseResult result) => result.GetRequiredValue(_step);

    /// <summary>Those tasks of a node that are meant.</summary>
    /// <exception cref="UserErrorException">A word names no tasks of the node.</exception>
    public TaskIndices IndicesOf(ParseResult result, PlanNode node) => new(node, result.GetValue(_indices) ?? []);
}

using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin explain</c>: tells why a study or a task is not running.</summary>
internal static class ExplainCommand
{
    private const int MostNodes = 50;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("study_or_task")
        {
            Description = "The study (its number, name or workspace), or STUDY/STEP, STUDY/NODE or STUDY/NODE/INDEX.",
            HelpName = "STUDY[/STEP[/INDEX]]",
        };
        var command = new Command("explain", "Tell why a study, a step or a task is not running.") { what };
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            var task = TaskReference.Parse(result.GetRequiredValue(what));
            StudySummary study = await call.FindStudyAsync(task.Study);
            call.Show(new ExplanationReport(study, await ExplainAsync(call, study, task)));
        });
    }

    private static async Task<IReadOnlyList<NodeExplanation>> ExplainAsync(
        BrokerCall call, StudySummary study, TaskReference task)
    {
        if (task.Node is not { } name)
        {
            return [await AskAsync(call, study, node: null, ordinal: null, index: null)];
        }

        StudyPlan plan = await RemotePlan.ReadOrOutlineAsync(call.Session, study.Study, call.Terminal, call.Stop);
        IReadOnlyList<int> nodes = NodesByName.Find(plan, name);
        if (nodes.Count > MostNodes)
        {
            throw new UserErrorException(
                $"'{name}' has {nodes.Count} nodes, and at most {MostNodes} are explained at a time: name one, such as '{plan.Nodes[nodes[0]].Name}'.");
        }

        var explanations = new List<NodeExplanation>();
        foreach (int ordinal in nodes)
        {
            explanations.Add(await AskAsync(call, study, plan.Nodes[ordinal].Name, ordinal, task.Index));
        }

        return explanations;
    }

    private static async Task<NodeExplanation> AskAsync(
        BrokerCall call, StudySummary study, string? node, int? ordinal, long? index)
    {
        Explanation answer = await call.AskAsync<Explanation>(
            number => new ExplainRequest(number, study.Study, ordinal, index));
        return new NodeExplanation(node, index, answer.Reasons);
    }
}

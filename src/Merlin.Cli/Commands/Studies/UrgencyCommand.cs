using System.CommandLine;
using System.Globalization;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin urgency</c>: lets a study's queued work come earlier or later.</summary>
internal static class UrgencyCommand
{
    private const int Highest = 31;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = StudyArgument.Create();
        var urgency = new Argument<int>("urgency")
        {
            Description = "0 (held) to 31 (first); 16 is what every study begins with.",
        };
        var steps = new Option<string[]>("--step")
        {
            Description = "Only this step or node; may be given several times (default: all).",
            HelpName = "STEP",
            Arity = ArgumentArity.OneOrMore,
        };
        urgency.Validators.Add(static result =>
        {
            if (result.Tokens is [var token]
                && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Highest))
            {
                result.AddError($"The urgency is a whole number from 0 to {Highest}, not '{token.Value}'.");
            }
        });
        var command = new Command("urgency", "Let a study's tasks, or those of a step, come earlier or later.")
        {
            name,
            urgency,
            steps,
        };
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            StudySummary study = await call.FindStudyAsync(result.GetRequiredValue(name));
            IReadOnlyList<int> ordinals = await OrdinalsAsync(call, study, result.GetValue(steps) ?? []);
            int value = result.GetValue(urgency);
            await call.AskAsync<RequestDone>(number => new UrgencyChange(number, study.Study, ordinals, value));
            call.Show(new SteeredStudy(study, "urgency_set", $"has urgency {value.ToString(CultureInfo.InvariantCulture)} now"));
        });
    }

    private static async Task<IReadOnlyList<int>> OrdinalsAsync(BrokerCall call, StudySummary study, string[] steps)
    {
        if (steps.Length == 0)
        {
            return [];
        }

        StudyPlan plan = await RemotePlan.ReadOrOutlineAsync(call.Session, study.Study, call.Terminal, call.Stop);
        return [.. steps.SelectMany(step => NodesByName.Find(plan, step)).Distinct().Order()];
    }
}

using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin hold</c> and <c>merlin release</c>: stops handing out a study's tasks, and goes on.</summary>
internal static class HoldCommand
{
    /// <summary>Builds <c>merlin hold</c>.</summary>
    public static Command CreateHold(Terminal terminal) => Create(
        terminal,
        new Command("hold", "Begin no further task of a study; what runs goes on."),
        held: true,
        "is held: no further task of it begins");

    /// <summary>Builds <c>merlin release</c>.</summary>
    public static Command CreateRelease(Terminal terminal) => Create(
        terminal, new Command("release", "Let a study that is held go on."), held: false, "goes on");

    private static Command Create(Terminal terminal, Command command, bool held, string told)
    {
        Argument<string> name = StudyArgument.Create();
        command.Add(name);
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            StudySummary study = await call.FindStudyAsync(result.GetRequiredValue(name));
            await call.AskAsync<RequestDone>(number => new StudyHold(number, study.Study, held));
            call.Show(new SteeredStudy(study, held ? "held" : "released", told));
        });
    }
}

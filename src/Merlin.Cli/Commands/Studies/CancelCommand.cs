using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin cancel</c>: ends a study.</summary>
internal static class CancelCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = StudyArgument.Create();
        var command = new Command("cancel", "End a study: what runs is ended, what waits is not begun.") { name };
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            StudySummary study = await call.FindStudyAsync(result.GetRequiredValue(name));
            await call.AskAsync<RequestDone>(number => new StudyCancel(number, study.Study));
            call.Show(new SteeredStudy(study, "cancelled", "is cancelled"));
        });
    }
}

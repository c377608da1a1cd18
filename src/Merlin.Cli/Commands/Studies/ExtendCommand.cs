using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Running.Distributed;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin extend</c>: adds samples to a running study.</summary>
internal static class ExtendCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = StudyArgument.Create();
        var samples = new Option<string>("--samplesfile")
        {
            Description = "A .npy, .csv or .tab file with the samples to add; its columns are those of the study's samples.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("extend", "Add samples to a study that still runs its sampled steps.") { name, samples };
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            string file = UserPath.ExistingFile(result.GetRequiredValue(samples), "The samples file");
            StudySummary study = await call.FindStudyAsync(result.GetRequiredValue(name));
            long added = await new StudyExtension(call.Session, study, call.Stop).AddAsync(file);
            call.Show(new SteeredStudy(study, "extended", $"has {added} more sample{(added == 1 ? "" : "s")}"));
        });
    }
}

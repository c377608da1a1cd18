using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin share</c>: lets another user see and steer a study.</summary>
internal static class ShareCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = StudyArgument.Create();
        var user = new Argument<string>("user") { Description = "The other user, as the broker's keys name him." };
        var revoke = new Option<bool>("--revoke") { Description = "Share it with that user no longer." };
        var command = new Command(
            "share", "Let another user see and steer a study. It is still run by its owner's workers alone.")
        {
            name,
            user,
            revoke,
        };
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            StudySummary study = await call.FindStudyAsync(result.GetRequiredValue(name));
            string other = result.GetRequiredValue(user);
            bool shared = !result.GetValue(revoke);
            await call.AskAsync<RequestDone>(number => new StudyShare(number, study.Study, other, shared));
            call.Show(new SteeredStudy(
                study,
                shared ? "shared" : "share_revoked",
                shared ? $"is shared with {other}" : $"is not shared with {other} any more"));
        });
    }
}

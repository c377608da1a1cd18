using System.CommandLine;
using Merlin.Broker;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin events</c>: shows what has happened at a broker.</summary>
internal static class EventsCommand
{
    private const int PageSize = 1000;
    private const long FromNowOn = -1;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Show what happens from now on, until interrupted." };
        var study = new Option<string?>("--study")
        {
            Description = "Only what is about this study: its number, its name or its workspace.",
            HelpName = "STUDY",
        };
        var command = new Command("events", "Show what has happened at the broker: studies, tasks, workers.") { follow, study };
        return BrokerOptions.Complete(command, terminal, async (result, call) =>
        {
            StudyId? only = result.GetValue(study) is { } name ? (await call.FindStudyAsync(name)).Study : null;
            await ShowAsync(call, only, result.GetValue(follow));
        });
    }

    private static async Task ShowAsync(BrokerCall call, StudyId? study, bool follow)
    {
        long after = follow ? FromNowOn : 0;
        while (true)
        {
            long last = after;
            Events events = await call.AskAsync<Events>(
                number => new EventsRequest(number, last, study, PageSize, Wait: follow));
            if (events.Missed)
            {
                call.Terminal.Log.Warning("The broker does not keep the events before these any more.");
            }

            foreach (BrokerEvent happened in events.Items)
            {
                new EventLine(happened, call.Terminal.Clock.LocalTimeZone).Show(call.Terminal, call.Json);
            }

            if (!follow && events.Items.Count == 0)
            {
                return;
            }

            after = events.Next;
        }
    }
}

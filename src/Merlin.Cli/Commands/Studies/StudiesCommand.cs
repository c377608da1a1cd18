using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin studies</c>: lists a broker's studies.</summary>
internal static class StudiesCommand
{
    private const int PageSize = 1000;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var all = new Option<bool>("--all", "-a") { Description = "Ended studies too." };
        var command = new Command("studies", "List the studies of the broker that you may see.") { all };
        return BrokerOptions.Complete(command, terminal, (result, call) => ShowAsync(call, result.GetValue(all)));
    }

    private static async Task ShowAsync(BrokerCall call, bool ended)
    {
        IReadOnlyList<StudySummary> studies = await ReadAsync(call, ended);
        bool areLeftOut = studies.Count == 0 && !ended && (await ReadPageAsync(call, ended: true, before: null, limit: 1)).Count > 0;
        call.Show(new StudyListReport(studies, call.Session.Greeting.Owner, call.Terminal.Clock.LocalTimeZone, areLeftOut));
    }

    private static async Task<IReadOnlyList<StudySummary>> ReadAsync(BrokerCall call, bool ended)
    {
        var studies = new List<StudySummary>();
        IReadOnlyList<StudySummary> page;
        do
        {
            long? before = studies.Count == 0 ? null : studies[^1].Study.Value;
            page = await ReadPageAsync(call, ended, before, PageSize);
            studies.AddRange(page);
        }
        while (page.Count > 0);

        return studies;
    }

    private static async Task<IReadOnlyList<StudySummary>> ReadPageAsync(BrokerCall call, bool ended, long? before, int limit) =>
        (await call.AskAsync<StudyList>(
            number => new StudyListRequest(number, ended, Name: null, Workspace: null, before, limit))).Studies;
}

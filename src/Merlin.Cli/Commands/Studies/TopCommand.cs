using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Display;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands.Studies;

/// <summary><c>merlin top</c>: shows queues, workers and studies while they change.</summary>
internal static class TopCommand
{
    private const int MostStudies = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal) => BrokerOptions.Complete(
        new Command("top", "Show a broker's studies, queues and workers: live on a terminal, else once."),
        terminal,
        static (_, call) => call.Terminal.ColouredOutput && !call.Json ? FollowAsync(call) : ShowOnceAsync(call));

    private static async Task ShowOnceAsync(BrokerCall call) => call.Show(new TopReport(await LookAsync(call), earlier: null));

    private static async Task FollowAsync(BrokerCall call)
    {
        using var screen = new RedrawnScreen(call.Terminal);
        using var tick = new PeriodicTimer(Interval, call.Terminal.Clock);
        BrokerOverview? earlier = null;
        do
        {
            BrokerOverview now = await LookAsync(call);
            screen.Draw(new TopReport(now, earlier));
            earlier = now;
        }
        while (await tick.WaitForNextTickAsync(call.Stop));
    }

    private static async Task<BrokerOverview> LookAsync(BrokerCall call)
    {
        Task<BrokerInfo> broker = call.AskAsync<BrokerInfo>(static number => new BrokerInfoRequest(number));
        Task<QueueList> queues = call.AskAsync<QueueList>(static number => new QueueListRequest(number, []));
        Task<ConsumerList> workers = call.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number));
        Task<StudyList> studies = call.AskAsync<StudyList>(static number => new StudyListRequest(
            number, Ended: false, Name: null, Workspace: null, Before: null, MostStudies));
        return new BrokerOverview(
            call.Terminal.Clock.GetLocalNow(),
            await broker,
            (await queues).Queues,
            (await workers).Consumers,
            (await studies).Studies);
    }
}

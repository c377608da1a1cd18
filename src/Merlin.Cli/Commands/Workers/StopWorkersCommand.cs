using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers;

namespace Merlin.Cli.Commands.Workers;

/// <summary><c>merlin stop-workers</c>: asks workers to leave when what they run has ended.</summary>
internal static class StopWorkersCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("stop-workers", "Ask your workers to leave; they finish the tasks that they run.");
        var options = new WorkerFilterOptions(command, terminal);
        return BrokerOptions.Complete(command, terminal, options.Read, static (filter, call) => StopAsync(filter(call), call));
    }

    private static async Task StopAsync(WorkerFilter filter, BrokerCall call)
    {
        ConsumerList present = await call.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number));
        ConsumerSummary[] meant = [.. present.Consumers.Where(filter.MatchesAll)];
        string names = string.Join(", ", meant.Select(WorkerFilter.TitleOf));
        if (meant.Length == 0)
        {
            call.Terminal.Log.Warning("No workers found to stop.");
        }
        else
        {
            call.Terminal.Log.Info($"Sending stop to these workers: [{names}]");
            await call.AskAsync<RequestDone>(
                number => new ConsumersStop(number, [.. meant.Select(static worker => worker.Consumer)]));
        }

        if (call.Json)
        {
            call.Show(new WorkerListReport(meant));
        }
    }
}

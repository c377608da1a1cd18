using System.CommandLine;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers;

namespace Merlin.Cli.Commands.Workers;

/// <summary><c>merlin query-workers</c>: shows which workers are at the broker.</summary>
internal static class QueryWorkersCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("query-workers", "Show your workers and the queues that they serve.");
        var options = new WorkerFilterOptions(command, terminal);
        return BrokerOptions.Complete(command, terminal, options.Read, static (filter, call) => ShowAsync(filter(call), call));
    }

    private static async Task ShowAsync(WorkerFilter filter, BrokerCall call)
    {
        ConsumerList present = await call.AskAsync<ConsumerList>(static number => new ConsumerListRequest(number));
        ConsumerSummary[] meant = [.. present.Consumers.Where(filter.MatchesAny)];
        if (meant.Length == 0)
        {
            call.Terminal.Log.Warning(filter.IsEmpty ? "No workers found!" : "No workers found that match your filters!");
        }

        if (meant.Length > 0 || call.Json)
        {
            call.Show(new WorkerListReport(meant));
        }
    }
}

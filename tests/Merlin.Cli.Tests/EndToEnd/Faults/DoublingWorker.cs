using Merlin.Cli.Configuration;
using Merlin.Cli.Screen;
using Merlin.Cli.Workers;
using Merlin.Worker;

namespace Merlin.Cli.Tests.EndToEnd.Faults;

/// <summary>What <c>merlin worker</c> does, over a line that delivers messages twice.</summary>
internal static class DoublingWorker
{
    private const int Slots = 2;

    /// <summary>Works until the broker asks it to leave.</summary>
    /// <returns>0 if that is how it ended.</returns>
    public static async Task<int> RunAsync(string configuration, string name, int seed)
    {
        Terminal terminal = Terminal.OfProcess();
        BrokerAccess access = BrokerAccess.Find(terminal, configuration);
        var options = new WorkerOptions
        {
            Name = name,
            Slots = Slots,
            Seal = access.Seal,
            StatusNamesWorker = true,
            LocksTasks = true,
        };
        await using var worker = new TaskWorker(
            options,
            listener => new DoublingLine(access.Open, new AnnouncingListener(listener, access.Address, terminal.Log), seed),
            terminal.Log);
        WorkerEnd end = await worker.RunAsync(CancellationToken.None);
        return end == WorkerEnd.Released ? 0 : 1;
    }
}

using Merlin.Broker.Lines;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>Which broker is configured, and whether it answers.</summary>
/// <param name="Source">Where the configuration comes from, or null when there is none.</param>
/// <param name="Address">The broker's address, or null when none is known.</param>
/// <param name="Broker">What the broker says of itself, or null when it does not answer.</param>
/// <param name="Problem">Why it cannot be asked, or null.</param>
internal sealed record BrokerConnection(string? Source, string? Address, BrokerInfo? Broker, string? Problem)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Tries the broker, and does not wait for ever.</summary>
    /// <param name="terminal">Told warnings about the configuration.</param>
    /// <param name="option">The value of <c>--broker</c>, or null.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<BrokerConnection> TryAsync(Terminal terminal, string? option, CancellationToken stop)
    {
        BrokerAccess access;
        try
        {
            access = BrokerAccess.Find(terminal, option);
        }
        catch (UserErrorException e)
        {
            return new BrokerConnection(Source: null, Address: null, Broker: null, e.Message);
        }

        using var limit = new CancellationTokenSource(Limit, terminal.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            using BrokerSession session = await BrokerSession.OpenAsync(terminal, option, either.Token);
            BrokerInfo info = await session.AskAsync<BrokerInfo>(static number => new BrokerInfoRequest(number), either.Token);
            return new BrokerConnection(access.Source, access.Address, info, Problem: null);
        }
        catch (Exception e) when (e is UserErrorException or BrokerUnavailableException or RequestRefusedException)
        {
            return new BrokerConnection(access.Source, access.Address, Broker: null, e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new BrokerConnection(
                access.Source, access.Address, Broker: null, $"The broker at {access.Address} does not answer within {Limit.TotalSeconds:0} s.");
        }
    }
}

using System.Globalization;
using Merlin.Broker.Hosting;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>
/// The broker's process: the parts that <c>merlin server</c> runs, but with leases of a given size. Serves until its
/// standard input ends, so it never outlives the process that has started it.
/// </summary>
internal static class LoadBroker
{
    private const string Owner = "bench";

    /// <summary>Runs it: DIRECTORY ADDRESS LEASE-SIZE [SECRET-KEY CLIENT-PUBLIC-KEY].</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        ClientIdentity user = ClientIdentity.OfThisUser(Owner);
        var options = new WireServerOptions { Addresses = [args[1]], LocalIdentity = user };
        if (args is [_, _, _, string secretKey, string clientKey])
        {
            var keys = new KeyRing();
            keys.Replace([new AuthorizedKey(user, clientKey)]);
            options = options with { ServerSecretKey = secretKey, Keys = keys };
        }

        var scheduling = new SchedulerOptions
        {
            LeaseCap = int.Parse(args[2], CultureInfo.InvariantCulture),
            HeartbeatLimit = TimeSpan.FromHours(1), // simulated workers say no heartbeats
        };
        using Store store = Store.Open(args[0]);
        using BrokerHost host = BrokerHost.Start(store, scheduling, TimeProvider.System, Owner);
        using WireServer server = WireServer.Start(host, options, NullLogger.Instance);
        Console.WriteLine(server.Addresses[0]);
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is said on it.
        }

        return 0;
    }
}

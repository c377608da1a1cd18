using Merlin.Broker.Hosting;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>A broker in a process of its own, which says its address and serves until its input ends.</summary>
internal static class ServingProcess
{
    /// <param name="directory">Where its store is.</param>
    /// <param name="serverSecretKey">Its secret key.</param>
    /// <param name="keys">Whom it lets in: owner and public key, one after the other.</param>
    public static int Run(string directory, string serverSecretKey, IReadOnlyList<string> keys)
    {
        var ring = new KeyRing();
        ring.Replace(keys.Chunk(2).Select(static pair =>
            new AuthorizedKey(new ClientIdentity($"{pair[0]}-key", pair[0], Role.User), pair[1])));
        using Store store = Store.Open(directory);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System, "1.2.3");
        using WireServer server = WireServer.Start(
            host,
            new WireServerOptions
            {
                Addresses = ["tcp://127.0.0.1:0"],
                LocalIdentity = ClientIdentity.OfThisUser("nobody"),
                ServerSecretKey = serverSecretKey,
                Keys = ring,
            },
            NullLogger.Instance);
        Console.WriteLine(server.Addresses[0]);
        Console.In.ReadToEnd();
        return host.Stopped.IsCompleted || server.Stopped.IsCompleted ? 1 : 0;
    }
}

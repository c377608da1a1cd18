using Merlin.Broker.Hosting;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;
using Merlin.Broker.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Worker.TestHost;

/// <summary>A broker in a process that can be killed.</summary>
internal static class BrokerProcess
{
    /// <summary>Serves until killed, or until its input ends, so that it never outlives its test.</summary>
    /// <param name="address">Where to listen.</param>
    /// <param name="directory">Where its database is.</param>
    public static int Run(string address, string directory)
    {
        using Store store = Store.Open(directory);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System, "test");
        using WireServer server = WireServer.Start(
            host,
            new WireServerOptions
            {
                Addresses = [address],
                LocalIdentity = ClientIdentity.OfThisUser(Environment.UserName),
            },
            NullLogger.Instance);
        using Stream input = Console.OpenStandardInput();
        input.ReadExactly(new byte[1]);
        return 0;
    }
}

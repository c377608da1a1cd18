namespace Merlin.Benchmarks.Load.Brokers;

/// <summary>What transports are called in tables and records.</summary>
internal static class TransportWords
{
    /// <summary>The name of a transport.</summary>
    public static string Of(Transport transport) => transport == Transport.Ipc ? "ipc" : "tcp+curve";
}

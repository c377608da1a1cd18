using Merlin.Cli.Configuration;
using Merlin.Cli.Reports.Brokers;

namespace Merlin.Cli.Doctor;

/// <summary>Whether the configured broker answers.</summary>
internal static class BrokerCheck
{
    private const string Name = "broker";

    /// <summary>Makes the check.</summary>
    public static Finding Make(BrokerConnection connection) => connection switch
    {
        { Broker: { } broker } => new Finding(Name, FindingState.Good, $"Merlin {broker.Version} on {broker.Host} at {connection.Address}"),
        { Source: null } => new Finding(Name, FindingState.Absent, "none is configured", NoBrokerWords.HowToConfigure),
        _ => new Finding(Name, FindingState.Bad, $"{connection.Address} does not answer", "see 'Checking connections' for the reason"),
    };
}

namespace Merlin.Cli.Configuration;

/// <summary>What is said where a broker is needed and none is configured.</summary>
internal static class NoBrokerWords
{
    /// <summary>How to get a configuration, as the rest of a sentence.</summary>
    public const string HowToConfigure =
        "'merlin server init' makes one and its configuration (merlin_server/app.yaml), 'merlin config use FILE' chooses "
        + "that, and 'merlin server start' starts the broker. 'merlin run --local' needs no broker.";

    /// <summary>The whole answer.</summary>
    public const string NotConfigured =
        "No broker is configured. Give --broker FILE, set MERLIN_BROKER, put an app.yaml into this directory, or choose one with "
        + "'merlin config use FILE': " + HowToConfigure;
}

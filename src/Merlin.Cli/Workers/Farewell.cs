namespace Merlin.Cli.Workers;

/// <summary>The end of a worker or an agent.</summary>
internal static class Farewell
{
    /// <summary>
    /// How long the broker is waited for to acknowledge the last reports. One that is just being restarted is worth some
    /// waiting: results that it does not get would run again otherwise.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
}

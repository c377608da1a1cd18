using Merlin.Cli.Invocation;

namespace Merlin.Cli.Commands;

/// <summary>What is said where a broker would be needed.</summary>
internal static class NoBroker
{
    /// <summary>Refuses to remove tasks from a broker.</summary>
    /// <exception cref="UserErrorException">Always.</exception>
    public static void RefuseToPurge() => throw new UserErrorException(
        "No broker is configured, so no tasks wait anywhere. A study that runs here is stopped with Ctrl-C.");
}

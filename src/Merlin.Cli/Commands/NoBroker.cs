using Merlin.Cli.Invocation;

namespace Merlin.Cli.Commands;

/// <summary>What is said where a broker would be needed.</summary>
internal static class NoBroker
{
    /// <summary>Refuses to send work to a broker.</summary>
    /// <param name="local">Whether the work stays here.</param>
    /// <param name="command">The command's name.</param>
    /// <exception cref="UserErrorException">It would have to be sent.</exception>
    public static void RefuseUnlessLocal(bool local, string command)
    {
        if (!local)
        {
            throw new UserErrorException(
                $"No broker is configured. 'merlin {command} --local' runs the study here, in this process.");
        }
    }

    /// <summary>Refuses to remove tasks from a broker.</summary>
    /// <exception cref="UserErrorException">Always.</exception>
    public static void RefuseToPurge() => throw new UserErrorException(
        "No broker is configured, so no tasks wait anywhere. A study that runs here is stopped with Ctrl-C.");
}

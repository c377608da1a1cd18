using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

/// <summary>Takes a workspace's lock, says so, and holds it until its standard input ends.</summary>
internal static class LockingProcess
{
    public static int Run(string directory)
    {
        using WorkspaceLock held = WorkspaceLock.Acquire(directory, TimeProvider.System);
        Console.WriteLine("held");
        Console.In.ReadToEnd();
        return 0;
    }
}

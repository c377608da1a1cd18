using Merlin.Broker.Tests.Hostile;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests;

/// <summary>
/// The test program started as a process of its own, for tests that kill it or run it under limits. The test runner
/// does not come through here.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments) => arguments switch
    {
        ["commit", string directory] => CommittingProcess.Run(directory),
        ["serve", string directory, string secretKey, .. string[] keys] => ServingProcess.Run(directory, secretKey, keys),
        ["lock", string directory] => LockingProcess.Run(directory),
        _ => 2,
    };
}

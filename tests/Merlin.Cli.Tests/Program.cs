using System.Globalization;
using Merlin.Cli.Tests.EndToEnd.Faults;

namespace Merlin.Cli.Tests;

/// <summary>
/// The test program started as a process of its own, for tests that kill it. The test runner does not come through here.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments) => arguments switch
    {
        ["doubling-worker", string configuration, string name, string seed] =>
            await DoublingWorker.RunAsync(configuration, name, int.Parse(seed, CultureInfo.InvariantCulture)),
        _ => 2,
    };
}

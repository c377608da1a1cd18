using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>
/// The proof of the promises: random studies in random trouble. MERLIN_PROPERTY_RUNS says how many worlds are tried,
/// MERLIN_PROPERTY_SEED where to begin.
/// </summary>
public sealed class SchedulerPropertyTests
{
    private const int DefaultRuns = 1500;
    private const int MostShown = 4;

    [Fact]
    public void Every_study_ends_and_no_promise_is_broken_whatever_happens()
    {
        int runs = Setting("MERLIN_PROPERTY_RUNS", DefaultRuns);
        int first = Setting("MERLIN_PROPERTY_SEED", 1);
        int starts = 0;
        int quarantined = 0;
        var failures = new List<string>();
        for (int seed = first; seed < first + runs && failures.Count < MostShown; seed++)
        {
            try
            {
                var world = new SimWorld(new Random(seed));
                world.Run();
                starts += world.Starts;
                quarantined += world.Quarantined;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                failures.Add($"The world of seed {seed} broke a promise: {failure.Message}\n{failure.StackTrace}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} worlds failed.\n{string.Join('\n', failures.Take(MostShown))}");
        Assert.True(starts > runs, $"only {starts} tasks were started");
        Assert.True(quarantined > runs / 20, $"only {quarantined} tasks were found to kill their workers");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;
}

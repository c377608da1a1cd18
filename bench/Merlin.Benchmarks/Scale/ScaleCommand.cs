using System.Diagnostics;
using System.Globalization;

namespace Merlin.Benchmarks.Scale;

/// <summary>
/// <c>scale</c>: a study on a machine of thousands of nodes, with the real scheduler and agents and simulated time. Prints
/// one line of JSON members.
/// </summary>
internal static class ScaleCommand
{
    public static int Run(string[] args)
    {
        if (ScaleOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(
                "scale [--nodes N] [--cores N] [--samples N] [--leaves-per-agent N] [--sigma X] [--retries X] [--losses X] [--seed N] [--weigh | --greedy]");
            return 2;
        }

        var clock = Stopwatch.StartNew();
        Console.WriteLine(options switch
        {
            { Greedy: true } => Describe(new Greedy(options).Makespan()),
            { Weigh: true } => Describe(new ScaleRun(options).Weigh()),
            _ => Describe(new ScaleRun(options).Run(), clock),
        });
        return 0;
    }

    private static string Describe(double greedy) => string.Create(CultureInfo.InvariantCulture, $"\"greedy\":{greedy:F2}");

    private static string Describe(ScaleWeight weight) => string.Create(
        CultureInfo.InvariantCulture, $"\"rootBytes\":{weight.Root},\"agentBytes\":{weight.Agent},\"allBytes\":{weight.All}");

    private static string Describe(ScaleResult result, Stopwatch clock)
    {
        HostStatistics root = result.Root;
        HostStatistics? agent = result.Agents.MaxBy(agent => agent.Busy);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"makespan\":{result.Makespan:F2},\"ideal\":{result.Ideal:F2},\"ratio\":{result.Makespan / result.Ideal:F4},"
            + $"\"attempts\":{result.Tally.Attempts},\"longest\":{result.Tally.Longest:F1},"
            + $"\"rootIn\":{root.Received / result.Makespan:F0},\"rootOut\":{root.Sent / result.Makespan:F0},\"rootPeak\":{root.Peak},"
            + $"\"rootBusy\":{root.Busy / result.Makespan:F3},\"rootReal\":{root.RealSeconds:F1},"
            + $"\"agents\":{result.Agents.Count},\"agentIn\":{(agent?.Received ?? 0) / result.Makespan:F0},"
            + $"\"agentBusy\":{(agent?.Busy ?? 0) / result.Makespan:F3},\"agentsReal\":{result.Agents.Sum(each => each.RealSeconds):F1},"
            + $"\"seconds\":{clock.Elapsed.TotalSeconds:F0}");
    }
}

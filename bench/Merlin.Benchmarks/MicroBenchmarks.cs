using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Merlin.Benchmarks.FluxJobs;

namespace Merlin.Benchmarks;

/// <summary>The benchmarks of single operations, run by BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs those that the command line chooses.</summary>
    /// <returns>The exit status: 1 when one of them could not be run.</returns>
    public static int Run(string[] args)
    {
        Type[] types = [.. typeof(MicroBenchmarks).Assembly.GetTypes().Where(static type => type.GetMethods().Any(IsBenchmark))];
        if (FluxSubmitBenchmarks.WhyNot() is { } reason)
        {
            Console.WriteLine($"{nameof(FluxSubmitBenchmarks)} is left out: {reason}");
            types = [.. types.Except([typeof(FluxSubmitBenchmarks)])];
        }

        Summary[] summaries = [.. BenchmarkSwitcher.FromTypes(types).Run(args)];
        return summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success))
            ? 1
            : 0;
    }

    private static bool IsBenchmark(MethodInfo method) => method.IsDefined(typeof(BenchmarkAttribute));
}

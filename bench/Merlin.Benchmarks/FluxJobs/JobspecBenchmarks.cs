using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Flux;

namespace Merlin.Benchmarks.FluxJobs;

/// <summary>The jobspec of a task that becomes a Flux job, as JSON.</summary>
[MemoryDiagnoser]
public class JobspecBenchmarks
{
    [Benchmark]
    [Hot]
    public int WriteJobspec() => TwoProcesses().ToJson().Length;

    internal static Jobspec TwoProcesses() => new()
    {
        Command = ["/studies/bench/simulate/00/17/simulate.sh"],
        Resources = new JobResources { Slots = 2, CoresPerSlot = 1 },
        Directory = "/studies/bench/simulate/00/17",
        Name = "simulate",
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = "/home/someone",
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["MERLIN_PARENT"] = "12/3/417",
        },
    };
}

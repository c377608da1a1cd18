using BenchmarkDotNet.Attributes;
using Merlin.Flux;

namespace Merlin.Benchmarks.FluxJobs;

/// <summary>
/// Handing a job to Flux through libflux until Flux has taken it; it is held, so nothing runs. Needs a Flux instance around
/// this process: <c>flux start</c> this program.
/// </summary>
[MemoryDiagnoser]
public class FluxSubmitBenchmarks
{
    private readonly List<JobId> _submitted = [];
    private ReadOnlyMemory<byte> _jobspec;
    private FluxHandle? _flux;

    /// <summary>Why nothing can be submitted here, or null when it can.</summary>
    internal static string? WhyNot() =>
        !FluxLibrary.TryLoad(out string? whyNot) ? whyNot
        : FluxUri.FromEnvironment() is null ? "FLUX_URI is not set: this process is in no Flux instance."
        : null;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _flux = await FluxHandle.OpenAsync();
        _jobspec = (JobspecBenchmarks.TwoProcesses() with { Directory = "/" }).ToJson();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        foreach (JobId job in _submitted)
        {
            await _flux!.Jobs.CancelAsync(job);
        }

        await _flux!.DisposeAsync();
    }

    [Benchmark]
    public async Task SubmitAsync() => _submitted.Add(await _flux!.Jobs.SubmitAsync(_jobspec, JobUrgency.Hold));
}

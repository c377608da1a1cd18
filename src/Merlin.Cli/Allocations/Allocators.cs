using Merlin.Cli.Workers;
using Merlin.Flux;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Allocations;

/// <summary>Chooses the batch system that allocations come from.</summary>
internal static class Allocators
{
    /// <summary>Opens the batch system of this machine: the Flux instance around this process, else what the machine has.</summary>
    /// <param name="fluxPath">The directory of the flux program by the spec, or null.</param>
    /// <param name="stop">Stops looking.</param>
    /// <exception cref="AllocationRefusedException">There is none that Merlin can submit to.</exception>
    public static async Task<IAllocator> OpenAsync(string? fluxPath, CancellationToken stop)
    {
        FluxLibrary.Prefer(fluxPath);
        BatchScheduler scheduler = FluxUri.FromEnvironment() is null
            ? MachineProbe.OfProcess(stop).Find(fluxPath).Scheduler
            : BatchScheduler.Flux;
        if (scheduler == BatchScheduler.Flux)
        {
            return await FluxAllocator.OpenAsync(FluxUri.FromEnvironment(), stop);
        }

        if (scheduler == BatchScheduler.Slurm)
        {
            return new SlurmAllocator();
        }

        throw new AllocationRefusedException(scheduler == BatchScheduler.None
            ? "No batch system is found here: neither Flux nor Slurm ('sbatch') answers. Give the command on a login node."
            : $"Merlin submits allocations to Flux and Slurm, not to {scheduler}: write a job script that runs 'merlin run-workers'.");
    }
}

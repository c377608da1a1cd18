using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Workers.Launching;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Allocations;

/// <summary>Executes <c>merlin run-workers --batch</c>: submits one allocation for the workers of a spec.</summary>
internal static class BatchRun
{
    /// <summary>Executes the command.</summary>
    /// <returns>0; the allocation comes when it comes.</returns>
    /// <exception cref="UserErrorException">There is no broker or batch system, or it takes no such allocation.</exception>
    public static async Task<int> ExecuteAsync(AllocationWish wish, RunWorkersOptions options, Terminal terminal)
    {
        using var signals = new StopSignals();
        StudySpec spec = SpecReading.Expand(
            options.Specification, options.Variables, Environment.CurrentDirectory, terminal).Spec;
        string broker = BrokerAccess.Find(terminal, options.Broker).EnvironmentValue;
        AllocationRequest request = WorkerAllocation.Make(wish, options, spec, broker);
        try
        {
            await using IAllocator allocator = await Allocators.OpenAsync(spec.Batch.FluxPath, signals.Token);
            terminal.Show(await allocator.SubmitAsync(request, signals.Token), options.Json);
            return ExitCode.Success;
        }
        catch (AllocationRefusedException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }
}

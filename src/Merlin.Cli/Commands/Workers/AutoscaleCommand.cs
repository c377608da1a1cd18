using System.CommandLine;
using Merlin.Cli.Allocations;
using Merlin.Cli.Allocations.Scaling;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Cli.Workers.Launching;
using Merlin.Workflow.Spec;

namespace Merlin.Cli.Commands.Workers;

/// <summary><c>merlin autoscale</c>: keeps allocations alive while there is work for them.</summary>
internal sealed class AutoscaleCommand
{
    private const int DefaultInterval = 60;
    private const int DefaultMost = 1;

    private readonly Terminal _terminal;
    private readonly Argument<string> _specification = CommonOptions.Specification();
    private readonly AllocationOptions _allocation = new();
    private readonly Option<string[]> _steps = CommonOptions.Steps("Count only the work of these steps, and start only their workers");
    private readonly Option<string[]> _vars = CommonOptions.Vars();
    private readonly Option<int?> _least = Number("--min", 0, "So many allocations are kept even without work (default: 0).");
    private readonly Option<int?> _most = Number("--max", 1, $"Never more allocations than this (default: {DefaultMost}).");
    private readonly Option<int?> _nodes = Number("--nodes", 1, "Nodes of each allocation (default: 1).");
    private readonly Option<int?> _interval = Number("--interval", 1, $"Seconds between looks (default: {DefaultInterval}).");
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Look and decide once, say what would be submitted, and submit nothing.",
    };

    private AutoscaleCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    public static Command Create(Terminal terminal)
    {
        var definition = new AutoscaleCommand(terminal);
        var command = new Command(
            "autoscale", "Keep allocations with a spec's workers alive while the broker has work for them; submits to Flux or Slurm.")
        {
            definition._specification,
            definition._least,
            definition._most,
            definition._nodes,
            definition._interval,
            definition._steps,
            definition._vars,
            definition._dryRun,
        };
        definition._allocation.AddTo(command);
        return BrokerOptions.Complete(command, terminal, static result => result, definition.RunAsync);
    }

    private async Task RunAsync(ParseResult result, BrokerCall call)
    {
        (RunWorkersOptions workers, int nodes, ScalingLimits limits) = Read(result);
        StudySpec spec = SpecReading.Expand(
            workers.Specification, workers.Variables, Environment.CurrentDirectory, _terminal).Spec;
        AllocationRequest request = WorkerAllocation.Make(
            _allocation.Read(result, nodes), workers, spec, call.Session.Access.EnvironmentValue);
        var settings = new AutoscaleSettings
        {
            Limits = limits,
            Queues = [.. FittingQueues.Find(spec, workers.Steps, nodes, _terminal.Log).Select(call.QueueNames.Of)],
            Interval = TimeSpan.FromSeconds(result.GetValue(_interval) ?? DefaultInterval),
            DryRun = result.GetValue(_dryRun),
        };
        try
        {
            await using IAllocator allocator = await Allocators.OpenAsync(spec.Batch.FluxPath, call.Stop);
            await new Autoscaler(call, allocator, request, settings).RunAsync();
        }
        catch (AllocationRefusedException e)
        {
            throw new UserErrorException(e.Message, e);
        }
        catch (OperationCanceledException) when (call.Stop.IsCancellationRequested)
        {
            _terminal.Log.Info("Autoscale: interrupted; allocations that were submitted go on by themselves.");
        }
    }

    private (RunWorkersOptions Workers, int Nodes, ScalingLimits Limits) Read(ParseResult result)
    {
        int least = result.GetValue(_least) ?? 0;
        int most = result.GetValue(_most) ?? Math.Max(least, DefaultMost);
        if (most < least)
        {
            throw new UsageException(result.CommandResult.Command, $"--max is {most} and --min is {least}: the most cannot be less than the least.");
        }

        int nodes = result.GetValue(_nodes) ?? 1;
        string[] steps = result.GetRequiredValue(_steps);
        var workers = new RunWorkersOptions
        {
            Specification = UserPath.ExistingFile(result.GetRequiredValue(_specification), "The spec file"),
            Variables = result.GetValue(_vars) ?? [],
            Steps = steps.Contains(CommonOptions.AllSteps) ? null : steps,
        };

        // Until allocations run, they are taken to have nodes like this one.
        return (workers, nodes, new ScalingLimits(least, most, nodes * Environment.ProcessorCount));
    }

    private static Option<int?> Number(string name, int minimum, string description)
    {
        Option<int?> option = CommonOptions.Number(name, minimum);
        option.Description = description;
        return option;
    }
}

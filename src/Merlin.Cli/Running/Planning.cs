using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running;

/// <summary>Makes the plan of an expanded spec, the version of the Flux at hand included.</summary>
internal static class Planning
{
    private const string Flux = "flux";

    /// <summary>Plans a study.</summary>
    /// <param name="expanded">The expanded spec.</param>
    /// <param name="samples">Its samples, or null.</param>
    /// <param name="options">How it is to run.</param>
    /// <param name="terminal">Told the warnings.</param>
    /// <param name="stop">Ends the commands that planning runs.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="SpecException">The spec cannot be planned.</exception>
    /// <exception cref="UserErrorException">The spec needs Flux, and there is none.</exception>
    public static PlanResult Plan(
        ExpandedSpec expanded,
        SampleSource? samples,
        PlanningOptions options,
        Terminal terminal,
        CancellationToken stop)
    {
        PlanResult result = StudyPlanner.Plan(expanded.Spec, new PlanInputs
        {
            Name = expanded.StudyName,
            Workspace = expanded.Workspace,
            Timestamp = expanded.Timestamp,
            Samples = samples,
            DryRun = options.Dry,
            StatusFiles = options.StatusFiles,
            FluxVersion = FindFlux(expanded.Spec.Batch, options.WithoutFlux, terminal.Log, stop),
            HasMerlinLaunch = options is { Dry: false, Local: false } && MerlinLaunch.IsInstalled,
        });
        terminal.Warn(result.Warnings);
        return result;
    }

    private static Version? FindFlux(BatchSpec batch, bool withoutFlux, LogLines log, CancellationToken stop)
    {
        if (batch.Type != Flux)
        {
            return null;
        }

        if (FluxProbe.Find(batch.FluxPath, stop) is { } version)
        {
            return version;
        }

        if (!withoutFlux)
        {
            throw new UserErrorException(
                "batch.type is 'flux', and no flux command is found: put it on PATH, state batch.flux_path, or give "
                + "--no-errors to go on without it.");
        }

        log.Warning($"No flux command is found; its version is taken to be {FluxProbe.Assumed}.");
        return FluxProbe.Assumed;
    }
}

using Merlin.Workflow.Launching;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>Makes a <see cref="BatchSpec"/> of a batch block.</summary>
internal static class BatchReader
{
    public static BatchSpec Read(YamlMapping batch) => new()
    {
        Type = batch["type"].TextOrNull() ?? BatchSpec.DefaultType,
        Shell = batch["shell"].TextOrNull() ?? BatchSpec.DefaultShell,
        DryRun = batch["dry_run"] is YamlScalar { Value: true },
        Bank = batch["bank"].TextOrNull(),
        Queue = batch["queue"].TextOrNull(),
        Nodes = batch["nodes"].TextOrNull(),
        Walltime = batch["walltime"].TextOrNull(),
        LaunchPre = batch["launch_pre"].TextOrNull(),
        LaunchArgs = batch["launch_args"].TextOrNull(),
        WorkerLaunch = batch["worker_launch"].TextOrNull(),
        FluxPath = batch["flux_path"].TextOrNull(),
        FluxStartOptions = batch["flux_start_opts"].TextOrNull(),
        FluxExec = batch["flux_exec"].TextOrNull(),
        FluxExecWorkers = batch["flux_exec_workers"] is not YamlScalar { Value: false },
        Launcher = FluxLauncherWords.Parse(batch["launcher"].TextOrNull()) ?? FluxLauncher.Auto,
    };
}

using Merlin.Workflow.Launching;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Checks that a step's <c>launch</c> can work with what else the step says.</summary>
internal sealed class LaunchCheck(YamlMapping batch, SpecReport report)
{
    /// <summary>Checks a step.</summary>
    /// <param name="run">Its <c>run</c>.</param>
    /// <param name="path">How messages name the step.</param>
    public void Check(YamlMapping run, string path)
    {
        if (run["launch"] is not YamlScalar launch || StepLaunch.Parse(launch.Text) is not { } way)
        {
            return;
        }

        string key = $"{path} → run.launch";
        if (way == TaskLaunch.Job && UsesLauncher(run))
        {
            report.Error(
                launch.Mark,
                key,
                $"is 'job', and the script uses {LauncherTokens.Launcher}, which starts Flux jobs too: these would wait inside "
                + "the step's own job for resources that it holds. Leave 'launch' away, or the launcher");
        }
        else if (way is TaskLaunch.Spawn or TaskLaunch.Rexec && run["nodes"] is YamlScalar nodes && nodes.WholeNumber() > 1)
        {
            report.Error(
                launch.Mark, key, $"is '{launch.Text}', which runs a task on one node, and the step has nodes: {nodes.Text}; use 'job'");
        }
    }

    private bool UsesLauncher(YamlMapping run)
    {
        string? type = run["batch"].MappingOrEmpty()["type"].TextOrNull() ?? batch["type"].TextOrNull();
        if (type is null || type.Equals(BatchType.Local, StringComparison.OrdinalIgnoreCase))
        {
            return false; // the token stays as it is
        }

        string text = run["cmd"].TextOrNull() + run["restart"].TextOrNull();
        bool hasNumbers = !run["nodes"].IsAbsent() || !run["procs"].IsAbsent();
        return (hasNumbers && text.Contains(LauncherTokens.Launcher, StringComparison.Ordinal))
            || text.Contains(LauncherTokens.VariableLauncher, StringComparison.Ordinal);
    }
}

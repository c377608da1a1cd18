using Merlin.Workflow.Plan;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec.Verification;

/// <summary>Checks that a step's <c>shell_server</c> and <c>serve</c> can work with what else the step says.</summary>
internal sealed class StartCheck(YamlMapping batch, SpecReport report)
{
    /// <summary>Checks a step.</summary>
    /// <param name="run">Its <c>run</c>.</param>
    /// <param name="path">How messages name the step.</param>
    public void Check(YamlMapping run, string path)
    {
        if (run["shell_server"] is YamlScalar { Value: true } shellServer)
        {
            CheckShell(run, shellServer, $"{path} → run.shell_server");
        }

        if (run["serve"] is YamlScalar { Value: true } serve)
        {
            CheckServe(run, serve, $"{path} → run.serve");
        }
    }

    private void CheckShell(YamlMapping run, YamlScalar shellServer, string key)
    {
        string shell = run["shell"].TextOrNull() ?? batch["shell"].TextOrNull() ?? BatchSpec.DefaultShell;
        if (!shell.Contains("$(", StringComparison.Ordinal) && BashShell.Command(shell) is null)
        {
            report.Error(
                shellServer.Mark,
                key,
                $"is true, and the step's shell is '{Shortened.Text(shell)}': only bash without options can be a shell server, "
                + "such as '/bin/bash' or '/usr/bin/env bash'. Change 'shell', or leave 'shell_server' away");
        }
    }

    private void CheckServe(YamlMapping run, YamlScalar serve, string key)
    {
        if (run["shell_server"] is YamlScalar { Value: true })
        {
            report.Error(serve.Mark, key, "and 'shell_server' are both true: a step's tasks start in one way, so keep one of them");
        }

        if (!run["restart"].IsAbsent())
        {
            report.Error(
                serve.Mark,
                key,
                "is true, and the step has a 'restart': its tasks run no scripts. Leave 'restart' away; a request says whether it is one");
        }

        if (run["launch"] is YamlScalar launch && StepLaunch.Parse(launch.Text) is TaskLaunch.Rexec or TaskLaunch.Job)
        {
            report.Error(
                serve.Mark,
                key,
                $"is true, and 'launch' is '{run["launch"].TextOrNull()}': a simulation that serves is a process of the worker. Leave 'launch' away");
        }

        if (run["nodes"] is YamlScalar nodes && nodes.WholeNumber() > 1)
        {
            report.Error(
                serve.Mark, key, $"is true, and the step has nodes: {nodes.Text}: a simulation that serves runs on the worker's node");
        }
    }
}

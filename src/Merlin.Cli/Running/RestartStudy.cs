using Merlin.Broker.Storage;
using Merlin.Cli.Display;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running;

/// <summary>
/// <c>merlin restart --local</c>: runs the study of a workspace again, where the files say what has been done.
/// </summary>
internal static class RestartStudy
{
    private const string ExpandedFiles = "*.expanded.yaml";

    /// <summary>Executes the command.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ExecuteAsync(RestartOptions options, Terminal terminal)
    {
        using var signals = new StopSignals();
        string workspace = Path.TrimEndingDirectorySeparator(options.Workspace);
        SpecFile file = SpecFile.LoadExpanded(FindExpanded(Path.Combine(workspace, ExpandedSpec.InfoDirectoryName)));
        ExpandedSpec expanded = SpecExpander.Reopen(file, workspace);
        terminal.Log.Info($"Study workspace is '{workspace}'.");
        using WorkspaceLock held = WorkspaceLocking.Acquire(
            Path.Combine(expanded.InfoDirectory, PreparedStudy.StateDirectoryName), terminal);
        PreparedStudy study = Prepare(expanded, options, terminal, signals);
        return await LocalRun.RunAsync(study, held, options.Concurrency, options.Json, terminal, signals);
    }

    private static PreparedStudy Prepare(
        ExpandedSpec expanded, RestartOptions options, Terminal terminal, StopSignals signals)
    {
        try
        {
            SampleSource? samples = expanded.Spec.Samples is { } spec
                ? SampleGeneration.Obtain(spec, expanded.InfoDirectory, terminal.Log, signals.Token)
                : null;
            PlanResult result = Planning.Plan(
                expanded, samples, dry: false, options.StatusFiles, withoutFlux: true, terminal, signals.Token);
            return new PreparedStudy(result.Plan with { DryRun = false }, expanded.InfoDirectory);
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(
                "Interrupted before the study went on: nothing has run. To carry on: "
                + $"merlin restart {ShellWord.Quote(expanded.Workspace)} --local",
                e);
        }
    }

    private static string FindExpanded(string infoDirectory)
    {
        string[] files = Directory.Exists(infoDirectory) ? Directory.GetFiles(infoDirectory, ExpandedFiles) : [];
        return files.Length switch
        {
            1 => files[0],
            0 => throw new UserErrorException(
                $"{infoDirectory} holds no {ExpandedFiles}: give the workspace of a study, as 'merlin run' names it."),
            _ => throw new UserErrorException(
                $"{infoDirectory} holds {files.Length} files named {ExpandedFiles} and must hold one: move the others away."),
        };
    }
}

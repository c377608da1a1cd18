using Merlin.Broker.Storage;
using Merlin.Cli.Display;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running.Distributed;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running;

/// <summary>
/// <c>merlin restart</c>: runs the study of a workspace again, here or by a broker's workers, where the files say what has
/// been done.
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
        return options.Local
            ? await RunHereAsync(options, terminal, signals)
            : await DistributedRestart.ExecuteAsync(options, terminal, signals);
    }

    /// <summary>Reads the spec of an existing workspace.</summary>
    /// <exception cref="UserErrorException">It is not the workspace of a study.</exception>
    /// <exception cref="SpecException">The spec cannot be used any more.</exception>
    public static ExpandedSpec Reopen(RestartOptions options, Terminal terminal)
    {
        string workspace = Path.TrimEndingDirectorySeparator(options.Workspace);
        SpecFile file = SpecFile.LoadExpanded(FindExpanded(Path.Combine(workspace, ExpandedSpec.InfoDirectoryName)));
        ExpandedSpec expanded = SpecExpander.Reopen(file, workspace);
        terminal.Log.Info($"Study workspace is '{workspace}'.");
        return expanded;
    }

    private static async Task<int> RunHereAsync(RestartOptions options, Terminal terminal, StopSignals signals)
    {
        ExpandedSpec expanded = Reopen(options, terminal);
        string state = Path.Combine(expanded.InfoDirectory, PreparedStudy.StateDirectoryName);
        using WorkspaceLock held = WorkspaceLocking.Acquire(state, terminal);
        await RunningElsewhere.RefuseAsync(expanded.Workspace, state, session: null, terminal, signals.Token);
        PreparedStudy study = Prepare(expanded, options, terminal, signals);
        SubmissionRecord.Remove(state);
        return await LocalRun.RunAsync(study, held, options.Concurrency, options.Json, terminal, signals);
    }

    /// <summary>Plans the study of an existing workspace again.</summary>
    /// <exception cref="InterruptedException">It was stopped; nothing has run.</exception>
    public static PreparedStudy Prepare(
        ExpandedSpec expanded, RestartOptions options, Terminal terminal, StopSignals signals)
    {
        try
        {
            SampleSource? samples = expanded.Spec.Samples is { } spec
                ? FurtherSampleFiles.Join(
                    SampleGeneration.Obtain(spec, expanded.InfoDirectory, terminal.Log, signals.Token), expanded.InfoDirectory)
                : null;
            PlanResult result = Planning.Plan(
                expanded,
                samples,
                new PlanningOptions { Dry = false, Local = options.Local, StatusFiles = options.StatusFiles, WithoutFlux = true },
                terminal,
                signals.Token);
            return new PreparedStudy(result.Plan with { DryRun = false }, expanded.InfoDirectory);
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException(
                "Interrupted before the study went on: nothing has run. To carry on: "
                + $"merlin restart {ShellWord.Quote(expanded.Workspace)}{(options.Local ? " --local" : "")}",
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

using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Workflow.Expansion;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running;

/// <summary>Turns a spec file into a study that can be run: its workspace, its provenance, its samples, its plan.</summary>
internal sealed class StudyPreparation
{
    private readonly RunOptions _options;
    private readonly Terminal _terminal;
    private readonly CancellationToken _stop;

    private StudyPreparation(RunOptions options, Terminal terminal, CancellationToken stop)
    {
        _stop = stop;
        _options = options;
        _terminal = terminal;
    }

    /// <summary>Prepares a new study. Whatever fails, no workspace is left behind; nor when the study is not kept.</summary>
    /// <param name="options">What was asked.</param>
    /// <param name="terminal">Where warnings and log go.</param>
    /// <param name="stop">Ends the preparation and the commands that it runs.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="SpecException">The spec is wrong; holds all problems.</exception>
    /// <exception cref="SampleFileException">The samples cannot be used.</exception>
    /// <exception cref="UserErrorException">Something else is missing; the message says what.</exception>
    public static NewStudy Prepare(RunOptions options, Terminal terminal, CancellationToken stop) =>
        new StudyPreparation(options, terminal, stop).Prepare();

    private NewStudy Prepare()
    {
        SpecPreparation spec = SpecPreparation.Read(_options, _terminal, _stop);

        // Two studies of one name in one second must not share a workspace: the later one takes the next free second.
        for (DateTimeOffset time = _terminal.Clock.GetLocalNow(); ; time = time.AddSeconds(1))
        {
            NewStudy? study = TryMake(spec.File, spec.Expand(time));
            if (study is not null)
            {
                return study;
            }
        }
    }

    // Null when the workspace's name is taken.
    private NewStudy? TryMake(SpecFile file, ExpandedSpec expanded)
    {
        NewWorkspace? workspace = NewWorkspace.TryCreate(expanded.Workspace);
        try
        {
            NewStudy? study = workspace is null ? null : new NewStudy(Fill(file, expanded), workspace);
            workspace = null;
            return study;
        }
        finally
        {
            workspace?.Dispose();
        }
    }

    private PreparedStudy Fill(SpecFile file, ExpandedSpec expanded)
    {
        _terminal.Log.Info($"OUTPUT_PATH: {Path.GetFileName(expanded.OutputPath)}");
        _terminal.Log.Info($"Study workspace is '{expanded.Workspace}'.");
        RepositoryClones.Make(expanded.Spec.Env.Repositories, _stop);
        Directory.CreateDirectory(expanded.InfoDirectory);
        WriteProvenance(file, expanded);
        SampleSource? samples = expanded.Spec.Samples is { } spec
            ? SampleGeneration.Obtain(spec, expanded.InfoDirectory, _terminal.Log, _stop)
            : null;
        PlanResult result = Planning.Plan(
            expanded,
            samples,
            new PlanningOptions
            {
                Dry = _options.Dry,
                Local = _options.Local,
                StatusFiles = _options.StatusFiles,
                WithoutFlux = _options.NoErrors,
            },
            _terminal,
            _stop);
        if (result.Plan.PathsFile is { } pathsFile && samples is not null)
        {
            using FileStream stream = File.Create(pathsFile);
            SamplePathList.WriteLines(samples.ToLayout(), stream);
        }

        _stop.ThrowIfCancellationRequested();
        return new PreparedStudy(result.Plan, expanded.InfoDirectory);
    }

    private void WriteProvenance(SpecFile file, ExpandedSpec expanded)
    {
        string copies = Path.Combine(expanded.InfoDirectory, file.BaseName);
        File.WriteAllBytes($"{copies}.orig.yaml", file.OriginalBytes.Span);
        File.WriteAllText($"{copies}.partial.yaml", expanded.PartialYaml);
        File.WriteAllText($"{copies}.expanded.yaml", expanded.ExpandedYaml);
        if (_options.SamplesFile is { } samples)
        {
            File.Copy(samples, Path.Combine(expanded.InfoDirectory, Path.GetFileName(samples)));
        }
    }
}

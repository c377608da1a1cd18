using System.Globalization;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Cli.Invocation;
using Merlin.Cli.Studies.Remote;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;
using Merlin.Workflow.Variables;

namespace Merlin.Cli.Running.Distributed;

/// <summary>Adds samples to a study that a broker runs: one task for each in every sampled node.</summary>
internal sealed class StudyExtension
{
    private readonly BrokerSession _session;
    private readonly StudySummary _study;
    private readonly CancellationToken _stop;

    /// <summary>An extension.</summary>
    /// <param name="session">The broker.</param>
    /// <param name="study">The study.</param>
    /// <param name="stop">Ends the wait for the broker's answers.</param>
    public StudyExtension(BrokerSession session, StudySummary study, CancellationToken stop)
    {
        _session = session;
        _study = study;
        _stop = stop;
    }

    /// <summary>
    /// Adds the rows of a file. The file is copied into the workspace; when the broker refuses, nothing has changed.
    /// </summary>
    /// <param name="file">Absolute path of the file.</param>
    /// <returns>How many samples were added.</returns>
    /// <exception cref="UserErrorException">The study cannot be extended, or not by this file.</exception>
    /// <exception cref="SampleFileException">The file cannot be read.</exception>
    /// <exception cref="RequestRefusedException">The study's sampled steps have gone too far.</exception>
    public async Task<long> AddAsync(string file)
    {
        RemotePlan remote = await RemotePlan.ReadAsync(_session, _study.Study, _stop);
        SampleSource samples = Extendable(remote.Plan);
        RefuseOtherShape(samples, SampleTables.Inspect(file, samples.Labels, samples.LevelMaxDirs));
        string info = Path.Combine(remote.Plan.Workspace, ExpandedSpec.InfoDirectoryName);
        SampleSource more = FurtherSampleFiles.Add(samples, file, info);
        StudyPlan plan = Extended(remote.Plan, more);
        try
        {
            WritePaths(plan);
            await _session.AskAsync<RequestDone>(
                number => new StudyExtend(
                    number,
                    _study.Study,
                    [.. Enumerable.Range(0, plan.Nodes.Count).Where(place => plan.Nodes[place].Sampled)],
                    samples.Count,
                    more.Count,
                    _session.Close(plan),
                    remote.Revision + 1),
                _stop);
        }
        catch (RequestRefusedException)
        {
            FurtherSampleFiles.Remove(info, more.Further.Count);
            WritePaths(remote.Plan);
            throw;
        }

        return more.Count - samples.Count;
    }

    private SampleSource Extendable(StudyPlan plan)
    {
        if (_study.End != StudyEnd.None)
        {
            throw Refusal("has ended, so nothing can be added to it; run the spec again with --samplesfile");
        }

        return plan.Samples switch
        {
            null => throw Refusal("has no samples, so none can be added"),
            { Rows: <= 1 } => throw Refusal(
                "was submitted with one sample, whose tasks run in the steps' own directories; there is no place for more"),
            _ when !plan.Nodes.Any(static node => node.Sampled) => throw Refusal("has no step that uses its samples"),
            { } samples => samples,
        };
    }

    private static void RefuseOtherShape(SampleSource samples, SampleSource added)
    {
        if (added.Columns != samples.Columns)
        {
            throw new UserErrorException(string.Create(
                CultureInfo.InvariantCulture,
                $"{added.File}: has {added.Columns} columns, and the study's samples have {samples.Columns}."));
        }

        if (added.Rows == 0)
        {
            throw new UserErrorException($"{added.File}: holds no sample.");
        }
    }

    private static StudyPlan Extended(StudyPlan plan, SampleSource samples) => plan with
    {
        Samples = samples,
        Nodes = [.. plan.Nodes.Select(node => node.Sampled ? node with { Count = samples.Count } : node)],
    };

    // Whoever reads the list meanwhile reads the old one or the new one, never half of one.
    private static void WritePaths(StudyPlan plan)
    {
        if (plan.PathsFile is not { } file)
        {
            return;
        }

        string draft = file + ".new";
        using (FileStream stream = File.Create(draft))
        {
            SamplePathList.WriteLines(plan.Samples!.ToLayout(), stream);
        }

        File.Move(draft, file, overwrite: true);
    }

    private UserErrorException Refusal(string reason) => new(string.Create(
        CultureInfo.InvariantCulture, $"Study {_study.Study.Value} '{_study.Name}' {reason}."));
}

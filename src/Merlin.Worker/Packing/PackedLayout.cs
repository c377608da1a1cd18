using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Packing.Format;
using Merlin.Worker.Packing.Places;
using Merlin.Worker.Placement;
using Merlin.Worker.Pool;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Packing;

/// <summary>Tasks run in scratch directories, and what they leave behind becomes a record in a pack.</summary>
/// <param name="node">The tasks' node.</param>
/// <param name="step">The packs of its step.</param>
internal sealed class PackedLayout(NodeWork node, PackedStep step) : ITaskLayout
{
    private static readonly int Mask = Umask.Read();
    private readonly PackedNode _names = new(
        node.Plan.Name,
        node.Plan.Directory,
        node.Renderer.OutputName,
        node.Renderer.ErrorName,
        node.Renderer.RestartOutputName,
        node.Renderer.RestartErrorName);

    /// <inheritdoc/>
    public string? Enter(TaskRun run) => null;

    /// <inheritdoc/>
    public bool IsFinished(TaskRun run) => HasSucceeded(run, again: run.HasWaited);

    /// <inheritdoc/>
    public bool IsFinishedMeanwhile(TaskRun run)
    {
        try
        {
            return run.HasWaited && HasSucceeded(run, again: true);
        }
        catch (IOException)
        {
            return false; // then it runs once more, which it may
        }
    }

    /// <inheritdoc/>
    public string? MakeRoom(TaskRun run)
    {
        ScratchPool pool = step.Scratch(isNear: node.Demand.Way == LaunchWay.Near);
#pragma warning disable CA2000 // The run gives it back.
        ScratchDirectory? scratch = pool.Take(new ScratchKey(node, run.UsesRestart), out string? problem);
#pragma warning restore CA2000
        if (scratch is null)
        {
            return problem;
        }

        run.Enter(scratch, pool);
        return BringBack(run, scratch);
    }

    /// <inheritdoc/>
    public bool HasScript(TaskRun run, bool restart) => restart == run.UsesRestart;

    /// <inheritdoc/>
    public int WriteScript(TaskRun run, bool restart, ReadOnlySpan<byte> content) => run.Scratch!.WriteScript(content, Mask);

    /// <inheritdoc/>
    public string? Keep(TaskRun run, Scratch buffers)
    {
        if (run.Scratch is not { } scratch || run.StartMicros == 0)
        {
            return null; // nothing has run
        }

        try
        {
            return Keep(run, scratch, buffers);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"what it left behind cannot be read: {e.Message}";
        }
    }

    private string? Keep(TaskRun run, ScratchDirectory scratch, Scratch buffers)
    {
        RecordDraft draft = buffers.Record;
        draft.Begin();
        var leavings = new Leavings(scratch, step.Rules, draft);
        leavings.Take(isReadAnew: !run.GroupIsGone);
        RecordFlags flags = (run.UsesRestart ? RecordFlags.Restart : RecordFlags.None) | (run.Exit.BySignal ? RecordFlags.Signal : RecordFlags.None);
        Span<byte> frame = draft.Complete(
            run.Task.Key.Index,
            run.Task.Attempt.Attempt,
            run.Outcome,
            flags,
            run.Exit.Code,
            run.StartMicros,
            run.Duration.Ticks / TimeSpan.TicksPerMicrosecond);
        int error = step.Packs.Append(_names, frame);
        run.LeaveScratch(isClean: run.GroupIsGone && leavings.TryClean());
        return error == 0 ? null : $"what it printed and left behind could not be written to '{step.Directory}' ({Errno.Describe(error)}).";
    }

    private bool HasSucceeded(TaskRun run, bool again)
    {
        try
        {
            return step.Records.HasSucceeded(node.Plan.Directory, run.Task.Key.Index, again);
        }
        catch (InvalidDataException damage)
        {
            throw new IOException(damage.Message, damage);
        }
    }

    // Its next attempt finds what it has left behind, as it would in a directory of its own.
    private string? BringBack(TaskRun run, ScratchDirectory scratch)
    {
        try
        {
            step.Records.UseUnfinished(
                node.Plan.Directory,
                run.Task.Key.Index,
                again: run.Task.Attempt.Attempt > 0,
                record => RecordFiles.Restore(record, scratch.Text));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return $"what its earlier attempt left behind cannot be brought back: {e.Message}";
        }
    }
}

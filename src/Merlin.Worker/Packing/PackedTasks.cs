using Merlin.Worker.Packing.Format;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Packing;

/// <summary>Reads what the packs of a study's steps hold, while workers may go on writing them. For one thread at a time.</summary>
/// <param name="plan">The study; its workspace is where the workspace is now.</param>
public sealed class PackedTasks(StudyPlan plan) : IDisposable
{
    private readonly List<PackFolder> _folders = [];

    /// <summary>What is damaged, as far as it was looked at; the records there are left out.</summary>
    public IEnumerable<PackDamage> Damages => _folders.SelectMany(static folder => folder.Damages).Distinct();

    /// <summary>The attempts at some tasks of a node, by task and attempt.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isWanted">Whether a task is meant.</param>
    /// <returns>The records, each valid until the next is asked for.</returns>
    /// <exception cref="IOException">A pack cannot be read.</exception>
    /// <exception cref="InvalidDataException">One is no pack, or one of another version of Merlin.</exception>
    public IEnumerable<PackedRecord> Records(PlanNode node, Func<long, bool> isWanted)
    {
        List<LocatedEntry> entries = Entries(node, isWanted);
        entries.Sort(InOrder);
        return entries.Select(static entry => entry.Read()).OfType<PackedRecord>();
    }

    /// <summary>Restores the directories of some tasks of a node, as they would be in the full layout.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isWanted">Whether a task is meant.</param>
    /// <param name="root">What takes the place of the study's workspace.</param>
    /// <param name="mayGoOn">Asked before each task; to break off.</param>
    /// <returns>What was restored.</returns>
    /// <exception cref="IOException">A pack cannot be read, or something cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be written.</exception>
    /// <exception cref="InvalidDataException">A pack is none, or one of another version of Merlin, or names a file elsewhere.</exception>
    public RestoredTasks Restore(PlanNode node, Func<long, bool> isWanted, string root, Func<bool> mayGoOn)
    {
        // Most tasks have one record: those are read in the order of the packs. The others come after, attempt by attempt.
        List<LocatedEntry> entries = Entries(node, isWanted);
        IndexBits several = TasksOfSeveral(entries);
        var waiting = new List<LocatedEntry>();
        using var restorer = new TaskRestorer(plan, node, root);
        foreach (LocatedEntry entry in entries)
        {
            if (!mayGoOn())
            {
                return restorer.Restored;
            }

            if (several.Contains(entry.Entry.Index))
            {
                waiting.Add(entry);
            }
            else if (entry.Read() is { } record)
            {
                restorer.Restore([record]);
            }
        }

        waiting.Sort(InOrder);
        foreach (IGrouping<long, LocatedEntry> task in waiting.GroupBy(static entry => entry.Entry.Index))
        {
            if (!mayGoOn())
            {
                break;
            }

            restorer.Restore(task.Select(static entry => entry.Read()).OfType<PackedRecord>());
        }

        return restorer.Restored;
    }

    /// <inheritdoc/>
    public void Dispose() => _folders.ForEach(static folder => folder.Dispose());

    private static IndexBits TasksOfSeveral(List<LocatedEntry> entries)
    {
        var once = new IndexBits();
        var several = new IndexBits();
        foreach (LocatedEntry entry in entries)
        {
            if (!once.Add(entry.Entry.Index))
            {
                several.Add(entry.Entry.Index);
            }
        }

        return several;
    }

    private List<LocatedEntry> Entries(PlanNode node, Func<long, bool> isWanted)
    {
        var folder = new PackFolder(PackPaths.DirectoryOf(plan.Workspace, node.Directory));
        _folders.Add(folder);
        return [.. folder.ReadNew().Where(entry => isWanted(entry.Entry.Index) && entry.Node?.Directory == node.Directory)];
    }

    private static int InOrder(LocatedEntry one, LocatedEntry other)
    {
        int byTask = one.Entry.Index.CompareTo(other.Entry.Index);
        int byAttempt = byTask != 0 ? byTask : one.Entry.Attempt.CompareTo(other.Entry.Attempt);
        int byPack = byAttempt != 0 ? byAttempt : string.CompareOrdinal(one.Pack.Path, other.Pack.Path);
        return byPack != 0 ? byPack : one.Entry.Offset.CompareTo(other.Entry.Offset);
    }
}

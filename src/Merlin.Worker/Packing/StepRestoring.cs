using System.Globalization;
using Merlin.Posix.Locking;
using Merlin.Workflow.Plan;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Packing;

/// <summary>
/// Restores the directories of packed nodes before a task begins whose commands name their samples' paths: once, whichever
/// worker comes first, and again only when the packs have grown since.
/// </summary>
internal static class StepRestoring
{
    private const string LockName = "restore.lock";

    /// <summary>Restores what a node needs; the calling thread waits while others do it.</summary>
    /// <param name="plan">The study.</param>
    /// <param name="node">The node that needs it.</param>
    /// <param name="mayGoOn">Whether its task is still wanted.</param>
    /// <returns>What went wrong; null for nothing.</returns>
    public static string? Restore(StudyPlan plan, PlanNode node, Func<bool> mayGoOn)
    {
        if (node.Unpacks is not { Count: > 0 })
        {
            return null;
        }

        try
        {
            foreach (int place in node.Unpacks.Where(place => plan.IsPacked(plan.Nodes[place])))
            {
                Restore(plan, place, mayGoOn);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return $"the directories that its command names cannot be restored from packs: {e.Message}";
        }
    }

    private static void Restore(StudyPlan plan, int place, Func<bool> mayGoOn)
    {
        PlanNode node = plan.Nodes[place];
        string packs = PackPaths.DirectoryOf(plan.Workspace, node.Directory);
        if (!Directory.Exists(packs))
        {
            return; // none of its tasks has run
        }

        using SafeFileHandle held = AdvisoryLock.Open(Path.Combine(packs, LockName));
        _ = AdvisoryLock.Wait(held);
        string mark = Path.Combine(packs, string.Create(CultureInfo.InvariantCulture, $"restored-{place}"));
        string state = StateOf(packs, node);
        if (File.Exists(mark) && File.ReadAllText(mark) == state)
        {
            return;
        }

        using var tasks = new PackedTasks(plan);
        tasks.Restore(node, static _ => true, plan.Workspace, mayGoOn);
        if (tasks.Damages.FirstOrDefault() is { } damage)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"'{damage.File}' is damaged at byte {damage.Offset}; what it told of some tasks is lost."));
        }

        if (mayGoOn())
        {
            File.WriteAllText(mark, state);
        }
    }

    private static string StateOf(string packs, PlanNode node)
    {
        long bytes = new DirectoryInfo(packs).GetFiles("*" + Format.PackFormat.PackExtension).Sum(static file => file.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{node.Directory} {bytes}\n");
    }
}

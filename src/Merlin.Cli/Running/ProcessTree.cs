using System.Diagnostics;
using System.Globalization;

namespace Merlin.Cli.Running;

/// <summary>Ends a command that was started here, with all that it started.</summary>
internal static class ProcessTree
{
    private const int ParentField = 1;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Asks the processes to end, and kills those that still run a little later.</summary>
    /// <param name="root">The command; started, not disposed of.</param>
    public static void End(Process root)
    {
        // Looked at first: once a shell has ended, nobody can tell any more what it had started.
        List<Process> below = [.. Below(root.Id).Select(Find).OfType<Process>()];
        try
        {
            Process[] all = [root, .. below];
            Terminate(all);
            long asked = TimeProvider.System.GetTimestamp();
            foreach (Process process in all)
            {
                TimeSpan left = Grace - TimeProvider.System.GetElapsedTime(asked);
                if (!process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
                {
                    process.Kill();
                }
            }
        }
        finally
        {
            below.ForEach(static process => process.Dispose());
        }
    }

    private static IEnumerable<int> Below(int root)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(static id => id > 0)
            .ToLookup(ParentOf);
        return Below(root, children);
    }

    private static IEnumerable<int> Below(int parent, ILookup<int, int> children) =>
        children[parent].SelectMany(child => Below(child, children).Prepend(child));

    /// <summary>The parent's id; -1 when the process is gone.</summary>
    private static int ParentOf(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            string[] behindName = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(behindName[ParentField], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void Terminate(IEnumerable<Process> processes)
    {
        // Somebody may have ended meanwhile; the others are asked all the same, and nobody is told.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (string word in (string[])["-c", "kill -s TERM \"$@\" 2>/dev/null", "kill"])
        {
            start.ArgumentList.Add(word);
        }

        foreach (Process process in processes)
        {
            start.ArgumentList.Add(process.Id.ToString(CultureInfo.InvariantCulture));
        }

        using Process? kill = Process.Start(start);
        kill?.WaitForExit();
    }
}

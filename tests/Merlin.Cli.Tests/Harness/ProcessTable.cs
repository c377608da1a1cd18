using System.Globalization;
using System.Text;

namespace Merlin.Cli.Tests.Harness;

/// <summary>The machine's processes, from /proc. Whoever vanishes while it is looked at is not there.</summary>
public static class ProcessTable
{
    /// <summary>Processes that work in <paramref name="directory"/> or name it on their command line.</summary>
    public static IReadOnlyList<ProcessEntry> Within(string directory)
    {
        var found = new List<ProcessEntry>();
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), out int id) && id != Environment.ProcessId
                && Describe(process) is { } text && text.Contains(directory, StringComparison.Ordinal))
            {
                found.Add(new ProcessEntry(id, text));
            }
        }

        return found;
    }

    /// <summary>Whether a process runs under this number; one that has ended and waits for its parent does not.</summary>
    public static bool Runs(int id) => Field(id, 0) is { } state && state != "Z";

    public static int ParentOf(int id) => int.Parse(Field(id, 1) ?? "-1", CultureInfo.InvariantCulture);

    public static int GroupOf(int id) => int.Parse(Field(id, 2) ?? "-1", CultureInfo.InvariantCulture);

    private static string? Describe(string process)
    {
        try
        {
            string command = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "cmdline")));
            string? place = Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName;
            return $"{command.Replace('\0', ' ')} (in {place})";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A field of /proc/ID/stat counted from the one behind the name.</summary>
    private static string? Field(int id, int index)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[index];
        }
        catch (IOException)
        {
            return null;
        }
    }
}

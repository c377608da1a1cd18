using System.Globalization;

namespace Merlin.Posix;

/// <summary>
/// How many descriptors a process may have (RLIMIT_NOFILE). The .NET runtime raises the soft limit to the hard one
/// when it starts, and children would inherit that: some programs close every possible descriptor, one by one.
/// </summary>
public static unsafe class OpenFileLimit
{
    /// <summary>No limit.</summary>
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>The soft limit of this process, as its children inherit it.</summary>
    public static ulong Soft
    {
        get
        {
            ulong* limits = stackalloc ulong[2];
            Checked.Result(LimitImports.Get(LimitImports.OpenFiles, limits), "getrlimit");
            return limits[0];
        }
    }

    /// <summary>The soft limit of the process that started this one, or null when it cannot be told.</summary>
    public static ulong? SoftOfParent
    {
        get
        {
            try
            {
                return Parse(File.ReadLines($"/proc/{LimitImports.ParentPid()}/limits"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null; // another user's parent, or it has ended
            }
        }
    }

    /// <summary>Sets the soft limit of this process, at most to the hard one.</summary>
    public static void SetSoft(ulong limit)
    {
        ulong* limits = stackalloc ulong[2];
        Checked.Result(LimitImports.Get(LimitImports.OpenFiles, limits), "getrlimit");
        limits[0] = Math.Min(limit, limits[1]);
        Checked.Result(LimitImports.Set(LimitImports.OpenFiles, limits), "setrlimit");
    }

    private static ulong? Parse(IEnumerable<string> lines)
    {
        const string Key = "Max open files";
        foreach (string line in lines)
        {
            if (line.StartsWith(Key, StringComparison.Ordinal))
            {
                string soft = line[Key.Length..].TrimStart().Split(' ')[0];
                return soft == "unlimited" ? Unlimited : ulong.Parse(soft, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}

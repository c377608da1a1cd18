namespace Merlin.Cli.Server.Running;

/// <summary>The words that start this very program again.</summary>
internal static class ProgramCommand
{
    private const string AssemblyFile = "merlin.dll";

    /// <summary>The program and its first arguments; the command's own follow.</summary>
    public static IReadOnlyList<string> Words
    {
        get
        {
            string process = Environment.ProcessPath ?? "/proc/self/exe";
            return Path.GetFileName(process) == "merlin"
                ? [process]
                : [process, "exec", Path.Combine(AppContext.BaseDirectory, AssemblyFile)];
        }
    }
}

using System.Runtime.InteropServices;

namespace Merlin.Cli.Tests.Harness;

/// <summary>Where the built command line and the runtime that starts it are.</summary>
public static class MerlinProgram
{
    /// <summary>The program's assembly; the project reference puts it beside the tests.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "merlin.dll");

    /// <summary>The host that runs these tests runs the program too, whatever PATH says.</summary>
    public static string Host { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}

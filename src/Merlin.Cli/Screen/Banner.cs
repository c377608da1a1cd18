using System.Reflection;

namespace Merlin.Cli.Screen;

/// <summary>The program's name and version, as people see them.</summary>
internal static class Banner
{
    /// <summary>The version, without build details.</summary>
    public static string Version { get; } = ReadVersion();

    /// <summary>The banner: a wizard's hat beside the name; ends with the version.</summary>
    public static string Text => $"""

               /\
              /  \      __  __           _ _
             / *  \    |  \/  | ___ _ __| (_)_ __
            /   *  \   | |\/| |/ _ \ '__| | | '_ \
           / *      \  | |  | |  __/ |  | | | | | |
        __/__________\__ |  |_|\___|_|  |_|_|_| |_|
        \______________/    ensembles        v. {Version}

        """;

    private static string ReadVersion()
    {
        string informational = typeof(Banner).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        int build = informational.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? informational : informational[..build];
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace Merlin.Flux;

/// <summary>Asks <c>pkg-config</c> where Flux's libraries are.</summary>
internal static class PackageConfiguration
{
    /// <summary>How the answer is asked for, for messages.</summary>
    public const string Question = "pkg-config --variable=libdir flux-core";

    /// <summary>The library directory, or null where pkg-config is missing or knows no Flux.</summary>
    public static string? LibraryDirectory()
    {
        var start = new ProcessStartInfo("pkg-config", ["--variable=libdir", "flux-core"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && answer.Length > 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

using System.Diagnostics;
using Merlin.Flux.Testing;

namespace Merlin.Native.Tests;

/// <summary><c>merlin-launch</c>, built by its own Makefile once per process, where Flux's headers are.</summary>
internal static class LaunchBuild
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "native");
    private static readonly Lazy<string?> Obstacle = new(static () => Make("can-build"));
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>Why its tests are skipped here; null when they run, or must fail because Flux is required.</summary>
    public static string? SkipReason =>
        FluxInstallation.SkipReason ?? (FluxInstallation.IsRequired ? null : Obstacle.Value);

    /// <summary>The path of the program.</summary>
    /// <exception cref="InvalidOperationException">It cannot be built.</exception>
    public static string Program => Built.Value;

    // All of it: the sources' times are those of the checkout, and may be older than what was built from others before.
    private static string Build() => Make("--always-make", "CFLAGS=-O2 -Werror") is { } complaint
        ? throw new InvalidOperationException(complaint)
        : Path.Combine(Sources, "build", "merlin-launch");

    /// <summary>Runs make; gives back what it complains of, or null when it succeeds.</summary>
    private static string? Make(params string[] arguments)
    {
        var start = new ProcessStartInfo("make", ["--silent", "-C", Sources, .. arguments]) { UseShellExecute = false, RedirectStandardError = true };
        using Process make = Process.Start(start)!;
        string complaints = make.StandardError.ReadToEnd();
        make.WaitForExit();
        return make.ExitCode == 0 ? null : complaints.Trim();
    }
}

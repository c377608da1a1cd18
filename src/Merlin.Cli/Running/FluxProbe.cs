using System.Text.RegularExpressions;

namespace Merlin.Cli.Running;

/// <summary>Asks the installed Flux for its version, which decides what its launcher is called.</summary>
internal static partial class FluxProbe
{
    /// <summary>The version assumed where Flux is missing and the user said that this is no error.</summary>
    public static Version Assumed { get; } = new(0, 48, 0);

    /// <summary>The version of Flux, or null when there is none.</summary>
    /// <param name="fluxPath">Directory of the <c>flux</c> command from <c>batch.flux_path</c>, or null for PATH.</param>
    /// <param name="stop">Stops asking.</param>
    public static Version? Find(string? fluxPath, CancellationToken stop)
    {
        string program = string.IsNullOrEmpty(fluxPath) ? "flux" : Path.Combine(fluxPath, "flux");
        (int exit, string output, _) = ShellCommand.Capture(program, ["version"], Environment.CurrentDirectory, stop);
        return exit == 0 ? VersionIn(output) : null;
    }

    /// <summary>The version in what <c>flux version</c> prints, or null when there is none.</summary>
    public static Version? VersionIn(string output)
    {
        Match match = FirstVersion().Match(output);
        return match.Success ? Version.Parse(match.Value) : null;
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstVersion();
}

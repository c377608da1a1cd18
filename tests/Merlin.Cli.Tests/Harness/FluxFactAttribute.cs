namespace Merlin.Cli.Tests.Harness;

/// <summary>
/// A fact that needs a real Flux, in <c>MERLIN_FLUX_PREFIX</c> or on PATH. Without one it is skipped, with the reason;
/// with <c>MERLIN_REQUIRE_FLUX=1</c> it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FluxFactAttribute : FactAttribute
{
    private const string Missing =
        "There is no flux in $MERLIN_FLUX_PREFIX/bin or on PATH; with MERLIN_REQUIRE_FLUX=1 that is a failure.";

    private static readonly string? Found = Candidates().FirstOrDefault(static bin => File.Exists(Path.Combine(bin, "flux")));

    public FluxFactAttribute()
    {
        if (Found is null && Environment.GetEnvironmentVariable("MERLIN_REQUIRE_FLUX") != "1")
        {
            Skip = Missing;
        }
    }

    /// <summary>The directory of the <c>flux</c> command.</summary>
    public static string Bin => Found ?? throw new InvalidOperationException(Missing);

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("MERLIN_FLUX_PREFIX") is { Length: > 0 } prefix)
        {
            yield return Path.Combine(prefix, "bin");
        }

        foreach (string directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return directory;
        }
    }
}

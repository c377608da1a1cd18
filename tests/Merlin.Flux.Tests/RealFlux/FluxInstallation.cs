namespace Merlin.Flux.Testing;

/// <summary>Where the Flux is that the tests run against, found once per process.</summary>
public static class FluxInstallation
{
    private const string PrefixVariable = "MERLIN_FLUX_PREFIX";
    private const string RequireVariable = "MERLIN_REQUIRE_FLUX";

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>Whether a run without Flux is a failure.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable(RequireVariable) is "1";

    /// <summary>Why tests on Flux are skipped here; null when they run, or when they must fail for want of Flux.</summary>
    public static string? SkipReason => Found.Value is null && !IsRequired ? Reason : null;

    /// <summary>The path of the <c>flux</c> command.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Command => Found.Value ?? throw new InvalidOperationException(Reason);

    private static string Reason =>
        $"There is no flux command in ${PrefixVariable}/bin or on PATH; with {RequireVariable}=1 that is a failure.";

    private static string? Find()
    {
        IEnumerable<string> directories = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (Environment.GetEnvironmentVariable(PrefixVariable) is { Length: > 0 } prefix)
        {
            directories = directories.Prepend(Path.Combine(prefix, "bin"));
        }

        return directories.Select(directory => Path.Combine(directory, "flux")).FirstOrDefault(File.Exists);
    }
}

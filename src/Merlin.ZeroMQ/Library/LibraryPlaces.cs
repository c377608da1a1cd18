namespace Merlin.ZeroMQ;

/// <summary>Where libzmq may be.</summary>
internal static class LibraryPlaces
{
    /// <summary>What a user does when it is nowhere.</summary>
    public const string HowToInstall =
        "Install it (libzmq5 on Debian and Ubuntu, zeromq on RHEL), or set MERLIN_FLUX_PREFIX to the prefix of a Flux that has it.";

    private static readonly string[] Folders = ["lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"];

    /// <summary>The places in the order in which they are tried; a bare name is looked for by the system's loader.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static IReadOnlyList<string> InOrder(Func<string, string?> variable)
    {
        List<string> places = [LibraryImports.Name];
        if (variable("MERLIN_FLUX_PREFIX") is { Length: > 0 } prefix)
        {
            places.AddRange(Under(prefix));
        }

        if (DirectoryOfFlux(variable("PATH")) is { } programs)
        {
            places.AddRange(Under(Path.GetFullPath(Path.Combine(programs, ".."))));
        }

        return places;
    }

    private static IEnumerable<string> Under(string prefix) =>
        Folders.Select(folder => Path.Combine(prefix, folder, LibraryImports.Name));

    private static string? DirectoryOfFlux(string? path) =>
        path?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(directory => File.Exists(Path.Combine(directory, "flux")));
}

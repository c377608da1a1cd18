namespace Merlin.Flux;

/// <summary>Where libflux may be.</summary>
internal static class LibraryPlaces
{
    /// <summary>What a user does when it is nowhere.</summary>
    public const string HowToName =
        "Put the flux command on PATH (module load flux, or spack load flux-core), or set MERLIN_FLUX_PREFIX to the prefix of a Flux.";

    private static readonly string[] Folders = ["lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"];

    /// <summary>
    /// The places in the order in which they are tried: what somebody chose, the instance that this process is part of,
    /// the system's loader (a bare name), the command on the path.
    /// </summary>
    /// <param name="chosen">A prefix or the directory of a <c>flux</c> command that the user's settings name, or null.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static IReadOnlyList<string> InOrder(string? chosen, Func<string, string?> variable)
    {
        List<string> places = [];
        places.AddRange(UnderPrefixOrCommand(chosen));
        places.AddRange(UnderPrefixOrCommand(variable("MERLIN_FLUX_PREFIX")));
        places.AddRange(BesideConnectors(variable("FLUX_CONNECTOR_PATH")));
        places.Add(LibraryImports.Name);
        places.AddRange(BesideCommand(variable("PATH")));
        return [.. places.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The library's file in a library directory.</summary>
    public static string In(string libraryDirectory) => Path.Combine(libraryDirectory, LibraryImports.Name);

    private static IEnumerable<string> UnderPrefixOrCommand(string? place)
    {
        if (string.IsNullOrEmpty(place))
        {
            return [];
        }

        string directory = File.Exists(place) ? Path.GetDirectoryName(Path.GetFullPath(place))! : place;
        return File.Exists(Path.Combine(directory, "flux")) ? Under(Path.Combine(directory, "..")) : Under(directory);
    }

    private static IEnumerable<string> Under(string prefix) =>
        Folders.Select(folder => In(Path.GetFullPath(Path.Combine(prefix, folder))));

    // A broker gives its jobs LIBDIR/flux/connectors.
    private static IEnumerable<string> BesideConnectors(string? path) =>
        Directories(path).Select(directory => In(Path.GetFullPath(Path.Combine(directory, "..", ".."))));

    private static IEnumerable<string> BesideCommand(string? path) =>
        Directories(path)
            .Where(directory => File.Exists(Path.Combine(directory, "flux")))
            .Take(1)
            .SelectMany(directory => Under(Path.Combine(directory, "..")));

    private static string[] Directories(string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}

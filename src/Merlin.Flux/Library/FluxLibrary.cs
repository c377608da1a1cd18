using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>libflux itself: finding it, and its version. May be used from any thread.</summary>
/// <remarks>
/// The library is found once, when it is first needed: where <see cref="Prefer"/> says, under
/// <c>MERLIN_FLUX_PREFIX</c>, beside the connectors of the instance that this process runs in, on the loader's path,
/// beside the <c>flux</c> command on the path, and where pkg-config says.
/// </remarks>
public static class FluxLibrary
{
    /// <summary>The oldest version of Flux that this binding is made for.</summary>
    public static readonly Version Oldest = new(0, 49);

    private static readonly SearchValues<char> VersionLetters = SearchValues.Create("0123456789.");
    private static readonly Lazy<LoadedLibrary> Loaded = new(Load);
    private static string? _preferred;

    /// <summary>The version of libflux.</summary>
    /// <exception cref="FluxUnavailableException">There is no usable libflux.</exception>
    public static Version Version => Loaded.Value.Version;

    /// <summary>Where libflux was found: a path, or the bare name when the loader found it.</summary>
    /// <exception cref="FluxUnavailableException">There is no usable libflux.</exception>
    public static string Location => Loaded.Value.Place;

    /// <summary>Names the Flux to use. Without effect once the library has been looked for.</summary>
    /// <param name="place">A prefix such as <c>/usr</c>, the directory of a <c>flux</c> command, or the command itself.</param>
    public static void Prefer(string? place) => _preferred = place;

    /// <summary>Whether a usable libflux is there.</summary>
    /// <param name="whyNot">A sentence that says where it was looked for and what to do, when it is not.</param>
    public static bool TryLoad([NotNullWhen(false)] out string? whyNot)
    {
        try
        {
            EnsureLoaded();
            whyNot = null;
            return true;
        }
        catch (FluxUnavailableException unavailable)
        {
            whyNot = unavailable.Message;
            return false;
        }
    }

    /// <summary>Loads the library when that has not happened; every way into it begins here.</summary>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Reads <c>0.88.0-59-g4a5e79f56</c> as 0.88.0.</summary>
    internal static Version? ParseVersion(string text)
    {
        int end = text.AsSpan().IndexOfAnyExcept(VersionLetters);
        return Version.TryParse(end < 0 ? text : text[..end], out Version? version) ? version : null;
    }

    private static LoadedLibrary Load()
    {
        (string place, nint handle) = Find();
        NativeLibrary.SetDllImportResolver(
            typeof(FluxLibrary).Assembly, (name, _, _) => name == LibraryImports.Name ? handle : 0);
        string text = Marshal.PtrToStringUTF8(LibraryImports.VersionText()) ?? "";
        return ParseVersion(text) is { } version && version >= Oldest
            ? new LoadedLibrary(place, version)
            : throw new FluxUnavailableException(
                $"The Flux library {place} is version '{text}'; {Oldest} or later is needed. {LibraryPlaces.HowToName}");
    }

    /// <summary>What is said when the library is in none of the places.</summary>
    internal static FluxUnavailableException NotFound(IEnumerable<string> places) => new(
        $"The Flux library was not found. Looked for: {string.Join(", ", places)}, and asked {PackageConfiguration.Question}. "
        + LibraryPlaces.HowToName);

    private static (string Place, nint Handle) Find()
    {
        IReadOnlyList<string> places = LibraryPlaces.InOrder(_preferred, Environment.GetEnvironmentVariable);
        foreach (string place in places)
        {
            if (NativeLibrary.TryLoad(place, out nint handle))
            {
                return (place, handle);
            }
        }

        return FindByPackage() ?? throw NotFound(places);
    }

    private static (string Place, nint Handle)? FindByPackage() =>
        PackageConfiguration.LibraryDirectory() is { } directory
        && NativeLibrary.TryLoad(LibraryPlaces.In(directory), out nint handle)
            ? (LibraryPlaces.In(directory), handle)
            : null;

    private sealed record LoadedLibrary(string Place, Version Version);
}

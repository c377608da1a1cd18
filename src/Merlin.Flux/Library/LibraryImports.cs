using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/version.h.</summary>
internal static partial class LibraryImports
{
    /// <summary>The name that every import of this assembly bears; <see cref="FluxLibrary"/> finds the file.</summary>
    internal const string Name = "libflux-core.so.2";

    /// <summary>Borrowed: static text. May be called from any thread.</summary>
    [LibraryImport(Name, EntryPoint = "flux_core_version_string")]
    internal static partial nint VersionText();
}

using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/reactor.h. A reactor belongs to the thread that runs it, <see cref="Stop"/> too.</summary>
internal static partial class ReactorImports
{
    /// <summary>Runs callbacks until something stops the reactor; -1 with errno when that was an error.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_reactor_run", SetLastError = true)]
    internal static partial int Run(nint reactor, int flags);

    /// <summary>Makes <see cref="Run"/> return.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_reactor_stop")]
    internal static partial void Stop(nint reactor);
}

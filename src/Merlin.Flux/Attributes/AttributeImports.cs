using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Imports of flux/core/attr.h and flux/core/conf_builtin.h.</summary>
internal static partial class AttributeImports
{
    private const int Installed = 0;

    /// <summary>The directory in which the system instance has its socket, as Flux was built.</summary>
    internal static string? SystemRunDirectory => Marshal.PtrToStringUTF8(Builtin("rundir", Installed));

    /// <summary>
    /// Borrowed from the handle's cache, good until it is closed or the attribute changes. Null with errno when there is
    /// none. Asks the broker, and waits for it, the first time. Belongs to the thread of the handle.
    /// </summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_attr_get", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Get(BrokerHandle handle, string name);

    /// <summary>Borrowed: static text. Null for a name that is not known. May be called from any thread.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "flux_conf_builtin_get", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Builtin(string key, int hint);
}

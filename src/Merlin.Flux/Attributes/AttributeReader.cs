using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Reads one attribute, on the reactor's thread.</summary>
internal static class AttributeReader
{
    /// <returns>The value, or null when there is no such attribute.</returns>
    /// <exception cref="FluxException">The broker could not be asked.</exception>
    public static string? Read(BrokerHandle broker, string name)
    {
        nint value = AttributeImports.Get(broker, name);
        int errno = Marshal.GetLastPInvokeError();
        if (value != 0)
        {
            return Marshal.PtrToStringUTF8(value);
        }

        return errno == FluxErrno.NoEntry
            ? null
            : throw new FluxException($"flux_attr_get of '{name}'", errno, ErrorImports.Describe(errno));
    }
}

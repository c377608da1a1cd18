using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>libzmq itself: finding it, and what it can do.</summary>
/// <remarks>
/// The loader's path comes first, then the place where Flux has its own: a cluster that runs Flux has libzmq there even
/// when the system has none.
/// </remarks>
public static unsafe class ZeroMQLibrary
{
    private static readonly Version Oldest = new(4, 2);

    private static readonly Lazy<nint> Handle = new(Load);

    /// <summary>The version of libzmq.</summary>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public static Version Version
    {
        get
        {
            EnsureLoaded();
            return ReadVersion();
        }
    }

    /// <summary>Whether libzmq was built with a capability, such as <c>curve</c> or <c>ipc</c>.</summary>
    /// <param name="capability">Its name in <c>zmq_has</c>.</param>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public static bool Has(string capability)
    {
        EnsureLoaded();
        return LibraryImports.Has(capability) == 1;
    }

    /// <summary>Loads the library when that has not happened; every object of the library begins with it.</summary>
    internal static void EnsureLoaded() => _ = Handle.Value;

    private static nint Load()
    {
        nint handle = Find();
        NativeLibrary.SetDllImportResolver(
            typeof(ZeroMQLibrary).Assembly, (name, _, _) => name == LibraryImports.Name ? handle : 0);
        Version version = ReadVersion();
        return version >= Oldest
            ? handle
            : throw new ZeroMQUnavailableException(
                $"The ZeroMQ library (libzmq) on this machine is version {version}; {Oldest} or later is needed: {LibraryPlaces.HowToInstall}");
    }

    private static nint Find()
    {
        IReadOnlyList<string> places = LibraryPlaces.InOrder(Environment.GetEnvironmentVariable);
        foreach (string place in places)
        {
            if (NativeLibrary.TryLoad(place, out nint handle))
            {
                return handle;
            }
        }

        throw new ZeroMQUnavailableException(
            $"The ZeroMQ library (libzmq) was not found. Looked for: {string.Join(", ", places)}. {LibraryPlaces.HowToInstall}");
    }

    private static Version ReadVersion()
    {
        int major;
        int minor;
        int patch;
        LibraryImports.Version(&major, &minor, &patch);
        return new Version(major, minor, patch);
    }
}

using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Imports of zmq.h about sockets.</summary>
internal static unsafe partial class SocketImports
{
    internal const int DoNotWait = 1;
    internal const int SendMore = 2;

    /// <summary>Owned: the caller closes the socket.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_socket", SetLastError = true)]
    internal static partial nint New(nint context, int kind);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_close", SetLastError = true)]
    internal static partial int Close(nint socket);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_bind", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Bind(SocketHandle socket, string address);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_connect", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Connect(SocketHandle socket, string address);

    /// <summary>The value is copied by libzmq.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    internal static partial int SetOption(SocketHandle socket, int option, void* value, nuint size);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_getsockopt", SetLastError = true)]
    internal static partial int GetOption(SocketHandle socket, int option, void* value, nuint* size);

    /// <summary>The bytes are copied by libzmq.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_send", SetLastError = true)]
    internal static partial int Send(SocketHandle socket, byte* data, nuint size, int flags);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_socket_monitor", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Monitor(SocketHandle socket, string? address, int events);
}

using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Imports of zmq.h about zmq_msg_t, which has 64 bytes and must not be moved.</summary>
internal static unsafe partial class MessageImports
{
    internal const int Size = 64;
    internal const int Alignment = 8;

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_init")]
    internal static partial int Init(void* message);

    /// <summary>The bytes belong to the message from now on; <paramref name="free"/> is called for them on any thread.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_init_data", SetLastError = true)]
    internal static partial int InitData(
        void* message, void* data, nuint size, delegate* unmanaged[Cdecl]<void*, void*, void> free, void* hint);

    /// <summary>Takes the message over if it succeeds; otherwise it stays the caller's.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_send", SetLastError = true)]
    internal static partial int Send(void* message, SocketHandle socket, int flags);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_close")]
    internal static partial int Close(void* message);

    /// <summary>Borrowed: valid until the message is received into or closed.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_data")]
    internal static partial byte* Data(void* message);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_size")]
    internal static partial nuint Length(void* message);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_more")]
    internal static partial int More(void* message);

    /// <summary>Borrowed: valid until the message is received into or closed. Null when there is no such property.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_gets", SetLastError = true)]
    internal static partial byte* Property(void* message, byte* name);

    /// <summary>Frees what the message held and fills it anew.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_msg_recv", SetLastError = true)]
    internal static partial int Receive(void* message, SocketHandle socket, int flags);
}

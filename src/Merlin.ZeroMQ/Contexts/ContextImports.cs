using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Imports of zmq.h about contexts.</summary>
internal static partial class ContextImports
{
    internal const int IoThreads = 1;
    internal const int MaxSockets = 2;

    /// <summary>Owned: the caller terminates the context.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_ctx_new", SetLastError = true)]
    internal static partial nint New();

    /// <summary>Waits until every socket of the context is closed and has sent what it lingers for.</summary>
    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    internal static partial int Terminate(nint context);

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_ctx_set", SetLastError = true)]
    internal static partial int Set(ContextHandle context, int option, int value);
}

using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Import of zmq_poll.</summary>
internal static unsafe partial class PollImports
{
    internal const short Readable = 1;
    internal const short Writable = 2;

    [LibraryImport(LibraryImports.Name, EntryPoint = "zmq_poll", SetLastError = true)]
    internal static partial int Poll(PollItem* items, int count, nint timeoutMilliseconds);
}

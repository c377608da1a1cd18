using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>Owns a flux_msg_handler_t. Disposed of by the thread of its handle.</summary>
internal sealed unsafe class MessageHandlerHandle : SafeHandle
{
    public MessageHandlerHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>
    /// A handler that gets nothing, as nothing is subscribed to: as long as there is one, libflux reads from the
    /// connection, and so notices its end even when no answer is awaited.
    /// </summary>
    /// <remarks>
    /// A second watcher on the handle would notice too, but must not be: the two take each other's wake-ups, and answers
    /// then lie for a minute.
    /// </remarks>
    public static MessageHandlerHandle ForEvents(BrokerHandle broker) => MessageHandlerImports.Create(
        broker, new MessageMatch { Types = MessageMatch.Events }, &Ignore, 0);

    protected override bool ReleaseHandle()
    {
        MessageHandlerImports.Destroy(handle);
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint broker, nint handler, nint message, nint argument)
    {
    }
}

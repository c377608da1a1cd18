using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>struct flux_match of flux/core/message.h: which messages a handler is for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MessageMatch
{
    /// <summary>Events, which come only to those who have subscribed.</summary>
    public const int Events = 4;

    public int Types;
    public uint MatchTag;
    public nint TopicPattern;
}

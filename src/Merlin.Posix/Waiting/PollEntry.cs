using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>One descriptor in a <see cref="PollSet"/>; struct pollfd of poll.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int Descriptor;
    internal short Wanted;
    internal short Seen;
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Merlin.Broker.Wire.Format;

/// <summary>The bytes of the frames that concern the line itself.</summary>
public static class SessionFormat
{
    /// <summary>Writes one frame.</summary>
    public static void Write(SessionFrame frame, IBufferWriter<byte> output) => throw new NotSupportedException($"{frame} {output}");

    /// <summary>Reads a frame if it concerns the line itself; false when it bears a message.</summary>
    /// <param name="frame">The frame's bytes.</param>
    /// <param name="session">What it says.</param>
    /// <exception cref="WireFormatException">It is no frame of the protocol.</exception>
    public static bool TryRead(ReadOnlyMemory<byte> frame, [NotNullWhen(true)] out SessionFrame? session) => throw new NotSupportedException($"{frame}");
}

using System.Buffers;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Wire;

/// <summary>Writes one frame after the other into memory that is used again. Belongs to one thread.</summary>
internal sealed class FrameBuffer
{
    // A plan may have been written; such a buffer is not kept.
    private const int LargestKept = 1 << 20;

    private ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Writes a client's message; valid until the next call.</summary>
    /// <exception cref="WireFormatException">A text or list is longer than the protocol allows.</exception>
    public ReadOnlySpan<byte> Write(ClientMessage message)
    {
        Clear();
        ClientMessageFormat.Write(message, _bytes);
        return _bytes.WrittenSpan;
    }

    /// <summary>Writes a broker's message; valid until the next call.</summary>
    /// <exception cref="WireFormatException">A text or list is longer than the protocol allows.</exception>
    public ReadOnlySpan<byte> Write(BrokerMessage message)
    {
        Clear();
        BrokerMessageFormat.Write(message, _bytes);
        return _bytes.WrittenSpan;
    }

    /// <summary>Writes a frame about the line itself; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(SessionFrame frame)
    {
        Clear();
        SessionFormat.Write(frame, _bytes);
        return _bytes.WrittenSpan;
    }

    private void Clear()
    {
        if (_bytes.Capacity > LargestKept)
        {
            _bytes = new ArrayBufferWriter<byte>();
        }
        else
        {
            _bytes.ResetWrittenCount();
        }
    }
}

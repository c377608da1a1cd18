using System.Buffers;

namespace Merlin.Workflow.Forecast;

/// <summary>Takes text and keeps its length only.</summary>
internal sealed class CountingWriter : IBufferWriter<byte>
{
    private const int LeastBuffer = 4096;
    private byte[] _buffer = new byte[LeastBuffer];

    /// <summary>How many bytes were written.</summary>
    public long Written { get; private set; }

    /// <summary>Begins again.</summary>
    public void Reset() => Written = 0;

    /// <inheritdoc/>
    public void Advance(int count) => Written += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length < sizeHint)
        {
            _buffer = new byte[sizeHint];
        }

        return _buffer;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}

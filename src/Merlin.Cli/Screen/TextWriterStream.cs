using System.Text;

namespace Merlin.Cli.Screen;

/// <summary>A write-only stream of UTF-8 that ends in a text writer, so that streamed JSON needs no buffer of its own.</summary>
internal sealed class TextWriterStream : Stream
{
#pragma warning disable CA2213 // The writer is lent, not given.
    private readonly TextWriter _writer;
#pragma warning restore CA2213
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] _chars = new char[4096];

    /// <summary>A stream into <paramref name="writer"/>, which stays open.</summary>
    public TextWriterStream(TextWriter writer) => _writer = writer;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            _decoder.Convert(buffer, _chars, flush: false, out int used, out int made, out _);
            _writer.Write(_chars, 0, made);
            buffer = buffer[used..];
        }
    }
}

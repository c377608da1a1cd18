using System.Text;
using Merlin.Posix;

namespace Merlin.Worker.Packing.Format;

/// <summary>Appends frames to one pack, which is its alone, and keeps its index. For one thread at a time.</summary>
/// <remarks>
/// Each frame is one write, which is not held back: what a killed writer loses is at most the frame that it was writing. The
/// index is written some hundred entries at a time; a reader that finds it short looks into the pack.
/// </remarks>
internal sealed class PackWriter : IDisposable
{
    private const int EntriesAtOnce = 512;
    private readonly OpenFile _pack;
    private readonly OpenFile? _index;
    private readonly byte[] _entries = new byte[EntriesAtOnce * PackFormat.IndexEntry];
    private readonly Dictionary<PackedNode, uint> _numbers = [];
    private int _waiting;
    private long _indexLength;
    private bool _indexIsWhole;

    private PackWriter(OpenFile pack, OpenFile? index)
    {
        _pack = pack;
        _index = index;
        _indexIsWhole = index is not null;
    }

    /// <summary>The pack's length.</summary>
    public long Length { get; private set; }

    /// <summary>Begins a pack.</summary>
    /// <param name="path">The pack, which must not be there.</param>
    /// <param name="error">0, or why it cannot be made.</param>
    /// <returns>Null after an error.</returns>
    public static PackWriter? TryCreate(string path, out int error)
    {
        OpenFile? pack = OpenFile.TryCreate(Terminated(path), out error);
        if (pack is null)
        {
            return null;
        }

        string index = Path.ChangeExtension(path, PackFormat.IndexExtension);
        var writer = new PackWriter(pack, OpenFile.TryCreate(Terminated(index), out _));
        error = writer.TryWrite(PackFormat.Head(PackFormat.PackLetters));
        if (error != 0)
        {
            writer.Dispose();
            TryDelete(index); // or every try would leave two files without a word in them
            TryDelete(path);
            return null;
        }

        writer.TryExtendIndex(PackFormat.Head(PackFormat.IndexLetters));
        return writer;
    }

    /// <summary>Appends a record.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="frame">Its frame; the node's number and the head are filled in.</param>
    /// <returns>0, or why it is not there; the pack is then what it was before.</returns>
    public int Append(PackedNode node, Span<byte> frame)
    {
        if (!_numbers.TryGetValue(node, out uint number))
        {
            number = (uint)_numbers.Count;
            byte[] names = node.ToFrame(number);
            int refusal = Append(names);
            if (refusal != 0)
            {
                return refusal;
            }

            _numbers.Add(node, number);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(frame[PackFormat.FrameHead..], number);
        PackFormat.Seal(frame, FrameKind.Record);
        return Append(frame);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FlushIndex();
        _index?.Dispose();
        _pack.Dispose();
    }

    private int Append(ReadOnlySpan<byte> frame)
    {
        long offset = Length;
        int error = TryWrite(frame);
        if (error == 0)
        {
            PackEntry.Of(frame, offset).Write(_entries.AsSpan(_waiting * PackFormat.IndexEntry));
            _waiting++;
            if (_waiting == EntriesAtOnce)
            {
                FlushIndex();
            }
        }

        return error;
    }

    private int TryWrite(ReadOnlySpan<byte> bytes)
    {
        int error = _pack.Write(Length, bytes);
        if (error == 0)
        {
            Length += bytes.Length;
        }
        else
        {
            // What got there is cut off; should that fail too, the next frame is written over it.
            _ = _pack.SetLength(Length);
        }

        return error;
    }

    private void FlushIndex()
    {
        TryExtendIndex(_entries.AsSpan(0, _waiting * PackFormat.IndexEntry));
        _waiting = 0;
    }

    // An index with a gap would be of no use beyond it, so after an error it stays as it is.
    private void TryExtendIndex(ReadOnlySpan<byte> bytes)
    {
        if (_indexIsWhole && bytes.Length > 0)
        {
            _indexIsWhole = _index!.Write(_indexLength, bytes) == 0;
            _indexLength += bytes.Length;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file stays, which readers pass over.
        }
    }

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');
}

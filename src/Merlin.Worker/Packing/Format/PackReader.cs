using System.Text;
using Merlin.Posix;

namespace Merlin.Worker.Packing.Format;

/// <summary>
/// Reads one pack while its writer may still append to it. Where its frames are is taken from the index as far as that goes,
/// and from the pack itself beyond. For one thread at a time.
/// </summary>
/// <remarks>
/// What the writer has not finished, or never will, is left alone: reading stops before it and begins there next time. A
/// damaged place in the middle is noted and passed over.
/// </remarks>
internal sealed class PackReader : IDisposable
{
    private readonly byte[] _pathBytes;
    private readonly OpenPacks _opened;
    private readonly FileWindow _window;
    private readonly PackIndexReader _index;
    private readonly Dictionary<uint, PackedNode> _nodes = [];
    private readonly List<PackDamage> _damages = [];
    private OpenFile? _file;
    private long _position = PackFormat.FileHead;
    private bool _headIsGood;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="path">The pack.</param>
    /// <param name="opened">Keeps the number of open packs low.</param>
    public PackReader(string path, OpenPacks opened)
    {
        Path = path;
        _pathBytes = Encoding.UTF8.GetBytes(path + '\0');
        _opened = opened;
        _window = new FileWindow(File, path);
        _index = new PackIndexReader(System.IO.Path.ChangeExtension(path, PackFormat.IndexExtension));
    }

    /// <summary>The pack.</summary>
    public string Path { get; }

    /// <summary>The nodes that the frames so far have given numbers to.</summary>
    public IReadOnlyDictionary<uint, PackedNode> Nodes => _nodes;

    /// <summary>What is damaged, as far as frames were looked at.</summary>
    public IReadOnlyList<PackDamage> Damages => _damages;

    /// <summary>The records that were not told of before, in the order in which they were written.</summary>
    /// <exception cref="IOException">The pack cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no pack, or one of another version of Merlin.</exception>
    public IEnumerable<PackEntry> ReadNew()
    {
        long length = FileFacts.Of(_pathBytes)?.Size ?? throw new IOException($"'{Path}' cannot be read any more.");
        if (length <= _position && _headIsGood)
        {
            yield break;
        }

        _window.Forget();
        if (!CheckHead(length))
        {
            yield break;
        }

        foreach (PackEntry entry in _index.ReadFrom(_position).TakeWhile(entry => entry.Offset == _position && entry.End <= length))
        {
            if (Take(entry))
            {
                yield return entry;
            }
        }

        while (TryScan(length) is { } entry)
        {
            if (Take(entry))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Reads a record.</summary>
    /// <returns>The record, whose contents are valid until the next one is read; null when it is damaged, which is noted.</returns>
    /// <exception cref="IOException">The pack cannot be read.</exception>
    public PackedRecord? Read(in PackEntry entry)
    {
        ReadOnlyMemory<byte> frame = _window.Get(entry.Offset, entry.Length);
        try
        {
            if (PackFormat.IsSound(frame.Span))
            {
                return PackedRecord.Read(frame, _nodes);
            }
        }
        catch (InvalidDataException)
        {
            // Sound and yet nonsense: no different for whoever asks.
        }

        Note(entry.Offset, entry.Length);
        return null;
    }

    /// <summary>Closes the file; it is opened again when it is needed.</summary>
    public void Rest()
    {
        _file?.Dispose();
        _file = null;
        _window.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => Rest();

    private OpenFile File()
    {
        if (_file is null)
        {
            _file = OpenFile.TryRead(_pathBytes, out int error)
                ?? throw new IOException($"'{Path}' cannot be opened: {Errno.Describe(error)}");
            _opened.Add(this);
        }

        return _file;
    }

    private bool CheckHead(long length)
    {
        if (_headIsGood || length < PackFormat.FileHead)
        {
            return _headIsGood;
        }

        _headIsGood = _window.Get(0, PackFormat.FileHead).Span.SequenceEqual(PackFormat.Head(PackFormat.PackLetters));
        return _headIsGood
            ? true
            : throw new InvalidDataException($"'{Path}' is no pack of this version of Merlin, or its first bytes are damaged.");
    }

    private bool Take(in PackEntry entry)
    {
        if (entry.Kind == FrameKind.Node && !TryTakeNode(entry))
        {
            Note(entry.Offset, entry.Length);
        }

        _position = entry.End;
        return entry.Kind == FrameKind.Record;
    }

    private bool TryTakeNode(in PackEntry entry)
    {
        ReadOnlyMemory<byte> frame = _window.Get(entry.Offset, entry.Length);
        try
        {
            if (!PackFormat.IsSound(frame.Span))
            {
                return false;
            }

            (uint number, PackedNode node) = PackedNode.Read(frame.Span);
            _nodes[number] = node;
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The next frame that the pack itself shows; null where none is finished.</summary>
    private PackEntry? TryScan(long length)
    {
        if (_position + PackFormat.FrameHead > length)
        {
            return null;
        }

        long offset = _position;
        if (!TryGetFrame(offset, length, out ReadOnlyMemory<byte> frame))
        {
            if (!TryFindFrame(ref offset, length, out frame))
            {
                return null; // unfinished, by a writer that is at it or was killed
            }

            Note(_position, offset - _position);
        }

        return PackEntry.Of(frame.Span, offset);
    }

    private bool TryGetFrame(long offset, long length, out ReadOnlyMemory<byte> frame)
    {
        frame = _window.Get(offset, PackFormat.FrameHead);
        if (frame.Length < PackFormat.FrameHead || PackFormat.FrameLength(frame.Span) is not { } frameLength
            || offset + frameLength > length)
        {
            return false;
        }

        frame = _window.Get(offset, (int)frameLength);
        return PackFormat.IsSound(frame.Span);
    }

    /// <summary>Looks for the next sound frame behind a place.</summary>
    private bool TryFindFrame(ref long offset, long length, out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        offset++;
        const int Step = 64 << 10;
        while (offset + PackFormat.FrameHead <= length)
        {
            ReadOnlyMemory<byte> piece = _window.Get(offset, (int)Math.Min(Step, length - offset));
            int found = piece.Span.IndexOf(PackFormat.FrameLetters);
            if (found < 0)
            {
                offset += Math.Max(1, piece.Length - PackFormat.FrameLetters.Length + 1);
                continue;
            }

            offset += found;
            if (TryGetFrame(offset, length, out frame))
            {
                return true;
            }

            offset++;
        }

        return false;
    }

    private void Note(long offset, long length)
    {
        var damage = new PackDamage(Path, offset, length);
        if (!_damages.Contains(damage))
        {
            _damages.Add(damage);
        }
    }
}

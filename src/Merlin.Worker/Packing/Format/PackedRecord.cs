using System.Buffers.Binary;
using System.Text;
using Merlin.Broker;

namespace Merlin.Worker.Packing.Format;

/// <summary>One attempt at one task, as a pack has it.</summary>
public sealed record PackedRecord
{
    /// <summary>The node.</summary>
    public required PackedNode Node { get; init; }

    /// <summary>The task.</summary>
    public required long Index { get; init; }

    /// <summary>Zero-based number of the attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>How the attempt ended; none when it was broken off to be made again.</summary>
    public required TaskOutcome Outcome { get; init; }

    /// <summary>Whether the restart script ran.</summary>
    public required bool UsedRestart { get; init; }

    /// <summary>Whether a signal ended it.</summary>
    public required bool BySignal { get; init; }

    /// <summary>The exit code or the signal's number; -1 when no process ran.</summary>
    public required int Code { get; init; }

    /// <summary>When its process started, microseconds since 1970-01-01 UTC; 0 when none did.</summary>
    public required long StartMicros { get; init; }

    /// <summary>How long its process ran, microseconds.</summary>
    public required long DurationMicros { get; init; }

    /// <summary>What it left behind.</summary>
    public required IReadOnlyList<PackedPart> Parts { get; init; }

    /// <summary>What it printed; empty for nothing.</summary>
    /// <param name="error">Whether on its standard error.</param>
    public ReadOnlyMemory<byte> Stream(bool error) =>
        Parts.FirstOrDefault(part => part.Kind == (error ? PackedPartKind.Error : PackedPartKind.Output))?.Content ?? default;

    /// <summary>The name of the file that holds what it printed, in the full layout.</summary>
    /// <param name="error">Whether on its standard error.</param>
    public string StreamName(bool error) => (UsedRestart, error) switch
    {
        (false, false) => Node.OutputName,
        (false, true) => Node.ErrorName,
        (true, false) => Node.RestartOutputName,
        (true, true) => Node.RestartErrorName,
    };

    /// <summary>Reads a frame that is sound.</summary>
    /// <param name="frame">The frame; the parts' contents lie in it.</param>
    /// <param name="nodes">The nodes by their numbers.</param>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    internal static PackedRecord Read(ReadOnlyMemory<byte> frame, IReadOnlyDictionary<uint, PackedNode> nodes)
    {
        try
        {
            ReadOnlySpan<byte> head = frame.Span[PackFormat.FrameHead..];
            byte flags = head[33];
            return new PackedRecord
            {
                Node = nodes.GetValueOrDefault(BinaryPrimitives.ReadUInt32LittleEndian(head))
                    ?? throw new InvalidDataException("A record names a node that the pack does not have."),
                Attempt = BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
                Index = BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
                StartMicros = BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
                DurationMicros = BinaryPrimitives.ReadInt64LittleEndian(head[24..]),
                Outcome = (TaskOutcome)head[32],
                UsedRestart = (flags & (byte)RecordFlags.Restart) != 0,
                BySignal = (flags & (byte)RecordFlags.Signal) != 0,
                Code = BinaryPrimitives.ReadInt32LittleEndian(head[36..]),
                Parts = ReadParts(frame[(PackFormat.FrameHead + PackFormat.RecordHead)..], BinaryPrimitives.ReadInt32LittleEndian(head[40..])),
            };
        }
        catch (ArgumentOutOfRangeException defect)
        {
            throw new InvalidDataException("A record ends too early.", defect);
        }
    }

    private static List<PackedPart> ReadParts(ReadOnlyMemory<byte> rest, int count)
    {
        var parts = new List<PackedPart>();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> head = rest.Span;
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
            parts.Add(new PackedPart(
                (PackedPartKind)head[0],
                Encoding.UTF8.GetString(head.Slice(PackFormat.PartHead, nameLength)),
                BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
                Content: default));
            rest = rest[(PackFormat.PartHead + nameLength)..];
        }

        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind is not (PackedPartKind.LeftOut or PackedPartKind.Directory))
            {
                int size = (int)Math.Min(parts[i].Size, int.MaxValue);
                parts[i] = parts[i] with { Content = rest[..size] };
                rest = rest[size..];
            }
        }

        return parts;
    }
}

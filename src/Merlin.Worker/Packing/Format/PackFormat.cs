using System.Buffers.Binary;

namespace Merlin.Worker.Packing.Format;

/// <summary>The numbers of the pack format, version 1. All of them are little-endian; <c>docs/packed.md</c> describes the whole.</summary>
internal static class PackFormat
{
    /// <summary>The format's version.</summary>
    public const uint Version = 1;

    /// <summary>What files of records end in.</summary>
    public const string PackExtension = ".pack";

    /// <summary>What the files end in that say where records are.</summary>
    public const string IndexExtension = ".index";

    /// <summary>The head of a file: eight letters, the version, the checksum of both.</summary>
    public const int FileHead = 16;

    /// <summary>The head of a frame: four letters, kind, three zeros, the length of what follows, the checksum of all but the letters.</summary>
    public const int FrameHead = 16;

    /// <summary>The head of a record: everything before its parts.</summary>
    public const int RecordHead = 44;

    /// <summary>The head of a part, without its name.</summary>
    public const int PartHead = 24;

    /// <summary>An entry of an index.</summary>
    public const int IndexEntry = 36;

    /// <summary>The most bytes of a frame; what claims more is damaged.</summary>
    public const int LargestFrame = int.MaxValue - 64;

    /// <summary>The letters before each frame.</summary>
    public static ReadOnlySpan<byte> FrameLetters => "MPF1"u8;

    /// <summary>The letters that a file of records begins with.</summary>
    public static ReadOnlySpan<byte> PackLetters => "MERLINPK"u8;

    /// <summary>The letters that an index begins with.</summary>
    public static ReadOnlySpan<byte> IndexLetters => "MERLINIX"u8;

    /// <summary>The head of a file.</summary>
    /// <param name="letters">What it begins with.</param>
    public static byte[] Head(ReadOnlySpan<byte> letters)
    {
        byte[] head = new byte[FileHead];
        letters.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), Crc32C.Of(head.AsSpan(0, 12)));
        return head;
    }

    /// <summary>Fills in the head of a frame that stands at the beginning of some bytes, and its checksum.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="kind">Its kind.</param>
    public static void Seal(Span<byte> frame, FrameKind kind)
    {
        FrameLetters.CopyTo(frame);
        frame[4] = (byte)kind;
        frame[5..8].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], frame.Length - FrameHead);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[12..], ChecksumOf(frame));
    }

    /// <summary>The length of the frame that some bytes begin with, or null where no frame begins.</summary>
    /// <param name="head">At least the head of a frame.</param>
    public static long? FrameLength(ReadOnlySpan<byte> head)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return head.StartsWith(FrameLetters) && head[4] is (byte)FrameKind.Node or (byte)FrameKind.Record
            && length <= LargestFrame - FrameHead
            ? FrameHead + (long)length
            : null;
    }

    /// <summary>Whether a frame is what was written.</summary>
    /// <param name="frame">All bytes of the frame.</param>
    public static bool IsSound(ReadOnlySpan<byte> frame) =>
        frame.Length >= FrameHead && FrameLength(frame) == frame.Length
        && BinaryPrimitives.ReadUInt32LittleEndian(frame[12..]) == ChecksumOf(frame);

    private static uint ChecksumOf(ReadOnlySpan<byte> frame) => Crc32C.Of(frame[4..12], frame[FrameHead..]);
}

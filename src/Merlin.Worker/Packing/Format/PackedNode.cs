using System.Buffers.Binary;
using System.Text;

namespace Merlin.Worker.Packing.Format;

/// <summary>A node whose tasks have records in a pack. Everything is text, so that a pack explains itself.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Directory">Its workspace relative to the study's.</param>
/// <param name="OutputName">The name of the file for standard output.</param>
/// <param name="ErrorName">The same for standard error.</param>
/// <param name="RestartOutputName">The same for the standard output of the restart script.</param>
/// <param name="RestartErrorName">The same for its standard error.</param>
public sealed record PackedNode(
    string Name, string Directory, string OutputName, string ErrorName, string RestartOutputName, string RestartErrorName)
{
    /// <summary>The frame that gives the node a number.</summary>
    internal byte[] ToFrame(uint number)
    {
        byte[][] texts = [.. Texts().Select(Encoding.UTF8.GetBytes)];
        byte[] frame = new byte[PackFormat.FrameHead + sizeof(uint) + texts.Sum(static text => sizeof(ushort) + text.Length)];
        int place = PackFormat.FrameHead;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(place), number);
        place += sizeof(uint);
        foreach (byte[] text in texts)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(place), checked((ushort)text.Length));
            text.CopyTo(frame, place + sizeof(ushort));
            place += sizeof(ushort) + text.Length;
        }

        PackFormat.Seal(frame, FrameKind.Node);
        return frame;
    }

    /// <summary>Reads a frame that is sound.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    internal static (uint Number, PackedNode Node) Read(ReadOnlySpan<byte> frame)
    {
        try
        {
            ReadOnlySpan<byte> rest = frame[PackFormat.FrameHead..];
            uint number = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            rest = rest[sizeof(uint)..];
            return (number, new PackedNode(Text(ref rest), Text(ref rest), Text(ref rest), Text(ref rest), Text(ref rest), Text(ref rest)));
        }
        catch (ArgumentOutOfRangeException defect)
        {
            throw new InvalidDataException("A node's frame ends too early.", defect);
        }
    }

    private string[] Texts() => [Name, Directory, OutputName, ErrorName, RestartOutputName, RestartErrorName];

    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        string text = Encoding.UTF8.GetString(rest.Slice(sizeof(ushort), length));
        rest = rest[(sizeof(ushort) + length)..];
        return text;
    }
}

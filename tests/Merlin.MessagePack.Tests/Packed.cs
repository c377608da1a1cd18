using System.Buffers;

namespace Merlin.MessagePack.Tests;

/// <summary>Bytes of values written one after the other.</summary>
internal static class Packed
{
    public delegate void Values(ref MessagePackWriter writer);

    public static byte[] Bytes(Values values)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        values(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static string Hex(Values values) => Convert.ToHexStringLower(Bytes(values));
}

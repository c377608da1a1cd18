using System.Globalization;

namespace Merlin.MessagePack.Tests;

/// <summary>The specification's table of formats, each at the edges of its range.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(128, "cc80")]
    [InlineData(255, "ccff")]
    [InlineData(256, "cd0100")]
    [InlineData(65535, "cdffff")]
    [InlineData(65536, "ce00010000")]
    [InlineData(uint.MaxValue, "ceffffffff")]
    [InlineData(uint.MaxValue + 1L, "cf0000000100000000")]
    [InlineData(long.MaxValue, "cf7fffffffffffffff")]
    [InlineData(-1, "ff")]
    [InlineData(-32, "e0")]
    [InlineData(-33, "d0df")]
    [InlineData(-128, "d080")]
    [InlineData(-129, "d1ff7f")]
    [InlineData(-32768, "d18000")]
    [InlineData(-32769, "d2ffff7fff")]
    [InlineData(int.MinValue, "d280000000")]
    [InlineData(int.MinValue - 1L, "d3ffffffff7fffffff")]
    [InlineData(long.MinValue, "d38000000000000000")]
    public void Whole_numbers_take_the_smallest_encoding(long value, string hex)
    {
        Assert.Equal(hex, Packed.Hex((ref writer) => writer.Write(value)));
        Assert.Equal(value, new MessagePackReader(Convert.FromHexString(hex)).ReadInt64());
    }

    [Theory]
    [InlineData("d07f", 127)]
    [InlineData("d1007f", 127)]
    [InlineData("d20000007f", 127)]
    [InlineData("d3000000000000007f", 127)]
    [InlineData("cf000000000000007f", 127)]
    public void Whole_numbers_are_read_from_wider_encodings(string hex, long value) =>
        Assert.Equal(value, new MessagePackReader(Convert.FromHexString(hex)).ReadInt64());

    [Fact]
    public void The_largest_number_without_a_sign_is_read_as_such()
    {
        Assert.Equal("cfffffffffffffffff", Packed.Hex((ref writer) => writer.Write(ulong.MaxValue)));
        Assert.Equal(ulong.MaxValue, new MessagePackReader(Convert.FromHexString("cfffffffffffffffff")).ReadUInt64());
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void Text_takes_the_smallest_header(int length, string header)
    {
        var text = new string('x', length);
        byte[] bytes = Packed.Bytes((ref writer) => writer.Write(text));

        Assert.StartsWith(header, Convert.ToHexStringLower(bytes), StringComparison.Ordinal);
        Assert.Equal((header.Length / 2) + length, bytes.Length);
        Assert.Equal(text, new MessagePackReader(bytes).ReadString());
    }

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff")]
    [InlineData(256, "c50100")]
    [InlineData(65536, "c600010000")]
    public void Bytes_take_the_smallest_header(int length, string header)
    {
        var value = new byte[length];
        byte[] bytes = Packed.Bytes((ref writer) => writer.Write(value));

        Assert.StartsWith(header, Convert.ToHexStringLower(bytes), StringComparison.Ordinal);
        Assert.Equal(value, new MessagePackReader(bytes).ReadBytes()!.Value.First.ToArray());
    }

    [Theory]
    [InlineData(0, "90", "80")]
    [InlineData(15, "9f", "8f")]
    [InlineData(16, "dc0010", "de0010")]
    [InlineData(65535, "dcffff", "deffff")]
    [InlineData(65536, "dd00010000", "df00010000")]
    public void Arrays_and_maps_take_the_smallest_header(int count, string array, string map)
    {
        Assert.Equal(array, Packed.Hex((ref writer) => writer.WriteArrayHeader(count)));
        Assert.Equal(map, Packed.Hex((ref writer) => writer.WriteMapHeader(count)));
        byte[] filler = new byte[2 * count];
        Assert.Equal(count, new MessagePackReader((byte[])[.. Convert.FromHexString(array), .. filler]).ReadArrayHeader());
        Assert.Equal(count, new MessagePackReader((byte[])[.. Convert.FromHexString(map), .. filler]).ReadMapHeader());
    }

    [Theory]
    [InlineData("ca3fc00000", 1.5)]
    [InlineData("cb3ff8000000000000", 1.5)]
    [InlineData("05", 5.0)]
    [InlineData("cfffffffffffffffff", 18446744073709551615.0)]
    public void Numbers_are_read_as_floating_point(string hex, double value) =>
        Assert.Equal(value, new MessagePackReader(Convert.FromHexString(hex)).ReadDouble());

    [Fact]
    public void Nil_and_truth_are_single_bytes()
    {
        Assert.Equal("c0c3c2c0", Packed.Hex((ref writer) =>
        {
            writer.WriteNil();
            writer.Write(true);
            writer.Write(false);
            writer.Write((string?)null);
        }));
        var reader = new MessagePackReader(Convert.FromHexString("c0c3c2c0"));
        Assert.True(reader.TryReadNil());
        Assert.False(reader.TryReadNil());
        Assert.True(reader.ReadBoolean());
        Assert.False(reader.ReadBoolean());
        Assert.Null(reader.ReadString());
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData("00-7f", MessagePackType.Integer)]
    [InlineData("80-8f", MessagePackType.Map)]
    [InlineData("90-9f", MessagePackType.Array)]
    [InlineData("a0-bf", MessagePackType.String)]
    [InlineData("c0-c0", MessagePackType.Nil)]
    [InlineData("c1-c1", MessagePackType.Unknown)]
    [InlineData("c2-c3", MessagePackType.Boolean)]
    [InlineData("c4-c6", MessagePackType.Binary)]
    [InlineData("c7-c9", MessagePackType.Extension)]
    [InlineData("ca-cb", MessagePackType.Float)]
    [InlineData("cc-d3", MessagePackType.Integer)]
    [InlineData("d4-d8", MessagePackType.Extension)]
    [InlineData("d9-db", MessagePackType.String)]
    [InlineData("dc-dd", MessagePackType.Array)]
    [InlineData("de-df", MessagePackType.Map)]
    [InlineData("e0-ff", MessagePackType.Integer)]
    public void Every_first_byte_has_its_kind(string codes, MessagePackType type)
    {
        int first = int.Parse(codes[..2], NumberStyles.HexNumber);
        int last = int.Parse(codes[3..], NumberStyles.HexNumber);
        for (int code = first; code <= last; code++)
        {
            Assert.Equal(type, new MessagePackReader(new[] { (byte)code }).NextMessagePackType);
        }
    }
}

namespace Merlin.MessagePack.Tests;

/// <summary>Whatever the bytes are, reading them ends in a value or in one kind of exception.</summary>
public sealed class MalformedTests
{
    private delegate void Read(ref MessagePackReader reader);

    private static readonly Read[] Reads =
    [
        (ref reader) => reader.Skip(),
        (ref reader) => reader.ReadInt64(),
        (ref reader) => reader.ReadInt32(),
        (ref reader) => reader.ReadUInt64(),
        (ref reader) => reader.ReadDouble(),
        (ref reader) => reader.ReadBoolean(),
        (ref reader) => reader.ReadString(),
        (ref reader) => reader.PeekStringLength(),
        (ref reader) => reader.ReadBytes(),
        (ref reader) => reader.ReadArrayHeader(),
        (ref reader) => reader.ReadMapHeader(),
        (ref reader) => reader.TryReadNil(),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("c1")]
    [InlineData("cd01")]
    [InlineData("d9")]
    [InlineData("a361")]
    [InlineData("92c0")]
    [InlineData("81c0")]
    [InlineData("dd7fffffff")]
    [InlineData("ddffffffff")]
    [InlineData("dfffffffff")]
    [InlineData("dbffffffff")]
    [InlineData("c6ffffffff")]
    [InlineData("c9ffffffff01")]
    [InlineData("d801")]
    public void What_is_cut_or_lies_about_its_length_is_not_passed_over(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(bytes).Skip());
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() => Assert.Throws<MessagePackSerializationException>(
        () => new MessagePackReader(Convert.FromHexString("a2c328")).ReadString());

    [Theory]
    [InlineData("ce80000000")]
    [InlineData("d3ffffffff7fffffff")]
    public void A_number_that_does_not_fit_is_refused(string hex) => Assert.Throws<MessagePackSerializationException>(
        () => new MessagePackReader(Convert.FromHexString(hex)).ReadInt32());

    [Fact]
    public void A_number_beyond_the_sign_is_refused() => Assert.Throws<MessagePackSerializationException>(
        () => new MessagePackReader(Convert.FromHexString("cf8000000000000000")).ReadInt64());

    [Fact]
    public void Depth_is_bounded()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x91, MessagePackReader.MaximumDepth), 0xc0];
        var reader = new MessagePackReader(deep);
        reader.Skip();
        Assert.True(reader.End);

        byte[] deeper = [.. Enumerable.Repeat((byte)0x91, 1_000_000), 0xc0];
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(deeper).Skip());
    }

    [Fact]
    public void Every_kind_of_value_is_passed_over()
    {
        const string All = "c0c2c305ffccffcd0001d080ca00000000cb0000000000000000a161d90161c40101d401ffd6010000000"
            + "0c70102ff9201028101029191c0cfffffffffffffffff";
        var reader = new MessagePackReader(Convert.FromHexString(All));
        int values = 0;
        for (; !reader.End; values++)
        {
            reader.Skip();
        }

        Assert.Equal(20, values);
    }

    [Fact]
    public void Random_bytes_end_in_a_value_or_in_one_kind_of_exception()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        for (int run = 0; run < 20_000; run++)
        {
            var bytes = new byte[random.Next(24)];
            random.NextBytes(bytes);
            Try(bytes, Reads[random.Next(Reads.Length)], $"seed {seed}, run {run}: {Convert.ToHexString(bytes)}");
        }
    }

    private static void Try(byte[] bytes, Read read, string where)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new MessagePackReader(bytes);
        try
        {
            read(ref reader);
            Assert.True(reader.Consumed <= bytes.Length, where);
        }
        catch (MessagePackSerializationException)
        {
            // What malformed bytes are to lead to.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Assert.Fail($"{where} led to {e}");
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024, $"{where} costs too much memory");
    }
}

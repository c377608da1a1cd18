using System.Text;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Tests.Samples;

public sealed class NpyTableTests
{
    /// <summary>For each type: the little-endian bytes of six values and their texts.</summary>
    public static TheoryData<string, byte[][], string[]> Types() => new()
    {
        { "f8", Bytes(1.0, 0.1, 1e-5, 1e16, double.NaN, -0.0), ["1.0", "0.1", "1e-05", "1e+16", "nan", "-0.0"] },
        { "f4", Bytes(1.0f, 0.1f, 1e-5f, 16777216f, float.NegativeInfinity, 3.4028235e38f), ["1.0", "0.1", "1e-05", "16777216.0", "-inf", "3.4028235e+38"] },
        { "f2", Bytes((Half)1.0, (Half)0.1, (Half)65504, (Half)6e-8, Half.PositiveInfinity, (Half)(-2.5)), ["1.0", "0.1", "65500.0", "6e-08", "inf", "-2.5"] },
        { "i1", Bytes<sbyte>(0, 1, -1, 127, -128, 42), ["0", "1", "-1", "127", "-128", "42"] },
        { "i2", Bytes<short>(0, 1, -1, short.MaxValue, short.MinValue, 42), ["0", "1", "-1", "32767", "-32768", "42"] },
        { "i4", Bytes(0, 1, -1, int.MaxValue, int.MinValue, 42), ["0", "1", "-1", "2147483647", "-2147483648", "42"] },
        { "i8", Bytes<long>(0, 1, -1, long.MaxValue, long.MinValue, 42), ["0", "1", "-1", "9223372036854775807", "-9223372036854775808", "42"] },
        { "u1", Bytes<byte>(0, 1, 2, 3, 254, 255), ["0", "1", "2", "3", "254", "255"] },
        { "u2", Bytes<ushort>(0, 1, 2, 3, 4, ushort.MaxValue), ["0", "1", "2", "3", "4", "65535"] },
        { "u4", Bytes<uint>(0, 1, 2, 3, 4, uint.MaxValue), ["0", "1", "2", "3", "4", "4294967295"] },
        { "u8", Bytes<ulong>(0, 1, 2, 3, 4, ulong.MaxValue), ["0", "1", "2", "3", "4", "18446744073709551615"] },
        { "b1", Bytes<byte>(0, 1, 1, 0, 0, 1), ["False", "True", "True", "False", "False", "True"] },
        { "S3", [.. Texts(Encoding.UTF8, 3)], ["a", "b\\d", "", "$(X", "# c", "ü"] },
        { "U3", [.. Texts(Encoding.UTF32, 12)], ["a", "b\\d", "", "$(X", "# c", "ü"] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_reads_in_every_order_and_version(string type, byte[][] cells, string[] expected)
    {
        bool oneByte = type[1] == '1' || type[0] == 'S';
        foreach (string descr in oneByte ? new[] { $"|{type}" } : [$"<{type}", $">{type}"])
        {
            foreach (bool fortran in new[] { false, true })
            {
                foreach (int version in new[] { 1, 2, 3 })
                {
                    using var file = new TemporaryFile("s.npy", NpyFile.Table(descr, 2, fortran, version, cells));

                    Assert.Equal(
                        [$"{expected[0]}|{expected[1]}", $"{expected[2]}|{expected[3]}", $"{expected[4]}|{expected[5]}"],
                        file.Rows());
                }
            }
        }
    }

    [Fact]
    public void The_files_shape_size_and_time_are_told()
    {
        using var file = new TemporaryFile("s.npy", NpyFile.Table("<i4", 2, fortran: false, 1, Bytes(1, 2, 3, 4, 5, 6)));

        SampleSource source = file.Inspect();

        Assert.Equal((3, 2, 25), (source.Rows, source.Columns, source.LevelMaxDirs));
        Assert.Equal(new FileInfo(file.Name).Length, source.FileSize);
        Assert.Equal(File.GetLastWriteTimeUtc(file.Name).Ticks, source.FileTicks);
    }

    [Theory]
    [InlineData("|O", "pickled Python objects")]
    [InlineData("<c16", "'<c16'")]
    [InlineData("<f16", "'<f16'")]
    [InlineData("<M8[ns]", "'<M8[ns]'")]
    [InlineData("|V8", "'|V8'")]
    [InlineData("", "''")]
    [InlineData("<f", "'<f'")]
    [InlineData("<U99999999999999999999", "U999")]
    public void Types_that_are_no_samples_are_refused_with_a_way_out(string descr, string expected)
    {
        SampleFileException error = Refused(NpyFile.Header(NpyFile.Dictionary(descr, false, 3, 2)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("astype", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 5 }, "1 dimension.")]
    [InlineData(new long[] { }, "0 dimensions")]
    [InlineData(new long[] { 2, 3, 4 }, "3 dimensions")]
    [InlineData(new long[] { 5, 0 }, "0 columns")]
    [InlineData(new long[] { 1, 9_000_000_000 }, "9000000000 columns")]
    public void Only_tables_are_samples(long[] shape, string expected) =>
        Assert.Contains(expected, Refused(NpyFile.Header(NpyFile.Dictionary("<f8", false, shape))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("not a dictionary")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}")]
    [InlineData("{'descr': '<f8', 'fortran_order': Maybe, 'shape': (3, 2)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (3, x)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 2)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999, 2)}")]
    public void A_header_that_says_something_else_is_refused(string dictionary) =>
        Assert.Contains("cannot be understood", Refused(NpyFile.Header(dictionary)).Message, StringComparison.Ordinal);

    [Fact]
    public void Records_of_named_fields_are_refused() => Assert.Contains(
        "named fields",
        Refused(NpyFile.Header("{'descr': [('a', '<f8'), ('b', '<i4')], 'fortran_order': False, 'shape': (3, 2), }")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Headers_of_other_writers_are_read()
    {
        byte[] header = NpyFile.Header("{\"shape\": (1L, 2L), \"fortran_order\":False, \"descr\" : \"=i1\"}");
        using var file = new TemporaryFile("s.npy", [.. header, 1, 2]);

        Assert.Equal(["1|2"], file.Rows());
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        byte[] whole = NpyFile.Table("<f8", 2, fortran: false, 1, Bytes(1.0, 2, 3, 4, 5, 6));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Contains(".npy", Refused(whole[..length]).Message, StringComparison.Ordinal);
        }

        Assert.Contains("48 bytes of data and 47", Refused(whole[..^1]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_is_never_more_than_a_bad_file()
    {
        const int Seed = 77;
        var random = new Random(Seed);
        byte[] whole = NpyFile.Table("<f8", 2, fortran: false, 1, Bytes(1.0, 2, 3, 4, 5, 6));
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(whole.Length - 48)] = (byte)random.Next(256);
            }

            Exception? thrown = Record.Exception(() =>
            {
                using var file = new TemporaryFile("s.npy", damaged);
                return file.Inspect();
            });
            Assert.True(thrown is null or SampleFileException, $"seed {Seed} round {round}: {thrown}");
        }
    }

    [Fact]
    public void A_file_of_a_hundred_million_rows_opens_without_being_read()
    {
        const long Rows = 100_000_000;
        byte[] header = NpyFile.Header(NpyFile.Dictionary("<f8", false, Rows, 4));
        using var file = new TemporaryFile("s.npy", header);
        using (FileStream sparse = File.OpenWrite(file.Name))
        {
            sparse.SetLength(header.Length + (Rows * 4 * sizeof(double)));
            sparse.Position = sparse.Length - (4 * sizeof(double));
            sparse.Write([.. Bytes(1.5, 2.5, 3.5, 4.5).SelectMany(b => b)]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using SampleTable table = SampleTables.Open(file.Inspect());
        var row = new SampleRow();
        table.Read(Rows - 1, row);

        Assert.Equal("1.5 2.5 3.5 4.5", string.Join(' ', Enumerable.Range(0, 4).Select(row.Text)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void Reading_rows_allocates_nothing()
    {
        using var file = new TemporaryFile("s.npy", NpyFile.Table("<f8", 2, fortran: false, 1, Bytes(1.0, 2, 3, 4, 5, 6)));
        using SampleTable table = SampleTables.Open(file.Inspect());
        var row = new SampleRow();
        table.Read(0, row);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            table.Read(i % 3, row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SampleFileException Refused(byte[] content)
    {
        using var file = new TemporaryFile("s.npy", content);
        return Assert.Throws<SampleFileException>(() => file.Inspect());
    }

    private static byte[][] Bytes<T>(params T[] values)
        where T : unmanaged =>
        [.. values.Select(v => System.Runtime.InteropServices.MemoryMarshal.AsBytes([v]).ToArray())];

    private static IEnumerable<byte[]> Texts(Encoding encoding, int size) =>
        new[] { "a", "b\\d", "", "$(X", "# c", "ü" }.Select(text =>
        {
            byte[] cell = new byte[size];
            encoding.GetBytes(text, cell);
            return cell;
        });
}

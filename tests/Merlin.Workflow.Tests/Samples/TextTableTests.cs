using System.Text;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Tests.Samples;

public sealed class TextTableTests
{
    [Theory]
    [InlineData("0,b0\n1,b1\n2,b2\n", "0|b0;1|b1;2|b2")]
    [InlineData("0,b0\r\n1,b1", "0|b0;1|b1")]
    [InlineData(" a , b \n", " a | b ")]
    [InlineData("\"a,b\",c\n", "\"a|b\"|c")]
    [InlineData("# head\n\n1,2 # tail\n   \n3,4\n#\n", "1|2 ;3|4")]
    [InlineData(",\n,\n", "|;|")]
    [InlineData("a\nb\n", "a;b")]
    [InlineData("\uFEFFa,b\n", "a|b")]
    [InlineData("b\\d,$(X)\n", "b\\d|$(X)")]
    [InlineData("", "")]
    [InlineData("# nothing\n\n", "")]
    public void Comma_separated(string text, string expected) => Assert.Equal(expected, Rows("s.csv", text));

    [Theory]
    [InlineData("1 2\n3\t4\n", "1|2;3|4")]
    [InlineData("  1   2  \r\n\n 3 \t 4 # x\n", "1|2;3|4")]
    [InlineData("a,b c\n", "a,b|c")]
    public void Separated_by_white_space(string text, string expected) => Assert.Equal(expected, Rows("s.tab", text));

    [Theory]
    [InlineData("1,2\n3\n", "line 2 has 1 value, but the rows before it have 2")]
    [InlineData("1\n\n# c\n1,2,3\n", "line 4 has 3 values")]
    [InlineData("1\0,2\n", "NUL")]
    public void A_table_that_is_none_is_refused_with_its_line(string text, string expected)
    {
        using var file = new TemporaryFile("s.csv", Encoding.UTF8.GetBytes(text));

        SampleFileException error = Assert.Throws<SampleFileException>(() => file.Inspect());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(file.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_memory()
    {
        using var file = new TemporaryFile("s.csv", [.. Enumerable.Repeat((byte)'x', 40_000_000)]);

        Assert.Contains("more than", Assert.Throws<SampleFileException>(() => file.Inspect()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_tables_are_read_as_a_plain_split_reads_them()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        for (int round = 0; round < 50; round++)
        {
            int columns = random.Next(1, 5);
            var text = new StringBuilder();
            var expected = new List<string>();
            for (int row = random.Next(0, 500); row > 0; row--)
            {
                string[] values = [.. Enumerable.Range(0, columns).Select(_ => new string((char)random.Next('a', 'z'), random.Next(1, 60)))];
                expected.Add(string.Join('|', values));
                text.Append(string.Join(',', values));
                text.Append(random.Next(4) == 0 ? "# note, with a comma" : "").Append(random.Next(2) == 0 ? "\n" : "\r\n");
                text.Append(random.Next(5) == 0 ? "\n# between\n" : "");
            }

            string actual = Rows("s.csv", text.ToString());

            Assert.True(string.Join(';', expected) == actual, $"seed {Seed} round {round}");
        }
    }

    [Fact]
    public void A_long_line_is_read_whole()
    {
        string value = new('v', 300_000);

        Assert.Equal($"{value}|1;a|b", Rows("s.csv", $"{value},1\na,b\n"));
    }

    [Fact]
    public void A_million_rows_take_little_memory_and_any_of_them_is_found()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++)
        {
            text.Append(i).Append(",v\n");
        }

        using var file = new TemporaryFile("s.csv", Encoding.ASCII.GetBytes(text.ToString()));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using SampleTable table = SampleTables.Open(file.Inspect());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var row = new SampleRow();
        foreach (long index in new long[] { 0, 63, 64, 999_999, 123_456 })
        {
            table.Read(index, row);
            Assert.Equal($"{index}", row.Text(0));
        }

        Assert.True(allocated < 4_000_000, $"{allocated} bytes");
    }

    [Fact]
    public void A_file_that_has_changed_is_refused()
    {
        using var file = new TemporaryFile("s.csv", "1,2\n3,4\n"u8.ToArray());
        SampleSource source = file.Inspect();
        File.AppendAllText(file.Name, "5,6\n");
        SampleFileException longer = Assert.Throws<SampleFileException>(() => SampleTables.Open(source));
        File.WriteAllText(file.Name, "9,9\n8,8\n");
        File.SetLastWriteTimeUtc(file.Name, new DateTime(source.FileTicks + TimeSpan.TicksPerSecond, DateTimeKind.Utc));
        SampleFileException later = Assert.Throws<SampleFileException>(() => SampleTables.Open(source));

        Assert.Contains("has changed", longer.Message, StringComparison.Ordinal);
        Assert.Contains("has changed", later.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_while_it_is_in_use_is_noticed()
    {
        using var file = new TemporaryFile("s.csv", "1,2\n3,4\n"u8.ToArray());
        using SampleTable table = SampleTables.Open(file.Inspect());
        using (var stream = new FileStream(file.Name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.SetLength(4);
        }

        Assert.Throws<SampleFileException>(() => table.Read(1, new SampleRow()));
    }

    [Theory]
    [InlineData("s.txt", ".npy, .csv or .tab")]
    [InlineData("s", ".npy, .csv or .tab")]
    [InlineData("missing/s.csv", "no such samples file")]
    public void Names_tell_the_kind_and_files_must_be_there(string name, string expected)
    {
        using var file = new TemporaryFile("s.txt", "1 2\n"u8.ToArray());
        string path = Path.Combine(Path.GetDirectoryName(file.Name)!, name);
        if (name == "s")
        {
            File.WriteAllText(path, "1 2\n");
        }

        Assert.Contains(
            expected, Assert.Throws<SampleFileException>(() => SampleTables.Inspect(path, ["X"], 25)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_no_samples_file()
    {
        using var file = new TemporaryFile("s.txt", []);
        string directory = Path.ChangeExtension(file.Name, ".csv");
        Directory.CreateDirectory(directory);

        Assert.Contains(
            "directory", Assert.Throws<SampleFileException>(() => SampleTables.Inspect(directory, ["X"], 25)).Message, StringComparison.Ordinal);
    }

    private static string Rows(string name, string text)
    {
        using var file = new TemporaryFile(name, Encoding.UTF8.GetBytes(text));
        return string.Join(';', file.Rows());
    }
}

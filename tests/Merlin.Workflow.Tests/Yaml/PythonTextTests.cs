using System.Buffers;
using System.Globalization;
using System.Text;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Yaml;

public sealed class PythonTextTests
{
    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000012345, "1.2345e-05")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e16, "1.5e+16")]
    [InlineData(123456789.0, "123456789.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(100.0, "100.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(1e100, "1e+100")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Doubles(double value, string text)
    {
        Assert.Equal(text, PythonText.Of(value));
        var target = new ArrayBufferWriter<byte>();
        PythonText.Write(value, target);
        Assert.Equal(text, Encoding.ASCII.GetString(target.WrittenSpan));
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(1.5f, "1.5")]
    [InlineData(16777216f, "16777216.0")]
    [InlineData(1e-5f, "1e-05")]
    [InlineData(3.4028235e38f, "3.4028235e+38")]
    [InlineData(0.3333333433f, "0.33333334")]
    [InlineData(-0f, "-0.0")]
    public void Floats_take_their_own_shortest_form(float value, string text)
    {
        Assert.Equal(text, PythonText.Of(value));
        var target = new ArrayBufferWriter<byte>();
        PythonText.Write(value, target);
        Assert.Equal(text, Encoding.ASCII.GetString(target.WrittenSpan));
    }

    [Fact]
    public void Random_doubles_read_back_and_always_show_that_they_are_floats()
    {
        const int Seed = 3;
        var random = new Random(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64());
            string text = PythonText.Of(value);
            string problem = $"seed {Seed}: {text} for {value:R}";
            if (double.IsFinite(value))
            {
                Assert.True(double.Parse(text, CultureInfo.InvariantCulture).Equals(value), problem);
                Assert.True(text.Contains('.', StringComparison.Ordinal) || text.Contains('e', StringComparison.Ordinal), problem);
                Assert.Equal(Math.Abs(value) is >= 1e16 or < 1e-4 && value != 0, text.Contains('e', StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Other_values()
    {
        var target = new ArrayBufferWriter<byte>();
        PythonText.Write(value: true, target);
        PythonText.Write(long.MinValue, target);
        PythonText.Write(ulong.MaxValue, target);

        Assert.Equal("True-922337203685477580818446744073709551615", Encoding.ASCII.GetString(target.WrittenSpan));
        Assert.Equal("True", PythonText.Of(value: true));
        Assert.Equal("False", PythonText.Of((object)false));
        Assert.Equal("None", PythonText.Of((object?)null));
        Assert.Equal("12", PythonText.Of(12L));
        Assert.Equal("text", PythonText.Of("text"));
    }

    [Theory]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("[1, two, '3', 4.0, yes, ~]", "[1, 'two', '3', 4.0, True, None]")]
    [InlineData("[[1], {a: b}]", "[[1], {'a': 'b'}]")]
    [InlineData("[it's]", "[\"it's\"]")]
    [InlineData("[]", "[]")]
    public void Lists(string yaml, string text) => Assert.Equal(text, PythonText.Of(YamlDocument.Read(yaml).Root!));
}

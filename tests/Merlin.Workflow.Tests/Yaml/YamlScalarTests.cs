using System.Globalization;
using System.Numerics;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Yaml;

public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("NULL")]
    public void Null_forms(string text) => Assert.Null(YamlScalar.Plain(text).Value);

    [Theory]
    [InlineData("yes", true)]
    [InlineData("Yes", true)]
    [InlineData("YES", true)]
    [InlineData("on", true)]
    [InlineData("On", true)]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("no", false)]
    [InlineData("NO", false)]
    [InlineData("off", false)]
    [InlineData("False", false)]
    public void Booleans(string text, bool value) => Assert.Equal(value, YamlScalar.Plain(text).Value);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("42", 42)]
    [InlineData("+42", 42)]
    [InlineData("-17", -17)]
    [InlineData("010", 8)]
    [InlineData("-010", -8)]
    [InlineData("00", 0)]
    [InlineData("0_7", 7)]
    [InlineData("0x10", 16)]
    [InlineData("0xFf", 255)]
    [InlineData("-0x10", -16)]
    [InlineData("0b101", 5)]
    [InlineData("1_000", 1000)]
    [InlineData("1__0_", 10)]
    [InlineData("12:30", 750)]
    [InlineData("10:00:00", 36000)]
    [InlineData("-1:30", -90)]
    [InlineData("190:20:30", 685230)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData(" 4 ", 4)]
    public void Integers(string text, long value) => Assert.Equal(value, YamlScalar.Plain(text).Value);

    [Fact]
    public void Integers_beyond_64_bits() =>
        Assert.Equal(BigInteger.Pow(10, 40), YamlScalar.Plain("1" + new string('0', 40)).Value);

    [Theory]
    [InlineData("1.0", 1.0)]
    [InlineData("1.", 1.0)]
    [InlineData(".5", 0.5)]
    [InlineData("-1.5", -1.5)]
    [InlineData("1.0e-5", 1e-5)]
    [InlineData("1.0E+5", 1e5)]
    [InlineData("6.8523015e+5", 685230.15)]
    [InlineData("685_230.15", 685230.15)]
    [InlineData("190:20:30.15", 685230.15)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".NaN", double.NaN)]
    [InlineData("1.0e+999", double.PositiveInfinity)]
    [InlineData("0.10", 0.1)]
    public void Floats(string text, double value) => Assert.Equal(value, YamlScalar.Plain(text).Value);

    [Theory]
    [InlineData("1e-5")]
    [InlineData("1e5")]
    [InlineData("1.0e5")]
    [InlineData("-.5")]
    [InlineData("09")]
    [InlineData("0x")]
    [InlineData("0o10")]
    [InlineData("0b")]
    [InlineData("12:60")]
    [InlineData("0:30")]
    [InlineData("1.2.3")]
    [InlineData("yEs")]
    [InlineData("y")]
    [InlineData("n")]
    [InlineData("inf")]
    [InlineData("nan")]
    [InlineData("NULL ish")]
    [InlineData("_1")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("2024-13-01")]
    [InlineData("24-01-01")]
    [InlineData("$(N)")]
    public void Strings(string text) => Assert.Equal(text, YamlScalar.Plain(text).Value);

    [Fact]
    public void Dates_and_times()
    {
        Assert.Equal(new DateOnly(2024, 1, 2), YamlScalar.Plain("2024-01-02").Value);
        Assert.Equal("2024-01-02", YamlScalar.Plain("2024-01-02").ValueText);
        Assert.Equal("2001-12-14 21:59:43.100000-05:00", YamlScalar.Plain("2001-12-14t21:59:43.10-05:00").ValueText);
        Assert.Equal("2001-12-15 02:59:43+00:00", YamlScalar.Plain("2001-12-15 2:59:43Z").ValueText);
        Assert.Equal("2001-12-15 02:59:43", YamlScalar.Plain("2001-12-15 2:59:43").ValueText);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("010")]
    [InlineData("")]
    [InlineData("12:30")]
    [InlineData("1.0")]
    public void Quoted_and_block_scalars_are_strings(string text)
    {
        Assert.Equal(text, YamlScalar.Quoted(text).Value);
        Assert.Equal(text, YamlScalar.Block(text).Value);
        Assert.Equal(text, YamlScalar.Quoted(text).ValueText);
    }

    [Fact]
    public void Numbers_too_long_for_anybody_are_texts()
    {
        string text = new('7', 5000);

        Assert.Equal(text, YamlScalar.Plain(text).Value);
    }

    [Fact]
    public void Random_integers_keep_their_value()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        for (int i = 0; i < 2000; i++)
        {
            long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(63);
            string text = value.ToString(CultureInfo.InvariantCulture);
            Assert.True(YamlScalar.Plain(text).Value is long read && read == value, $"seed {Seed}: {text}");
        }
    }
}

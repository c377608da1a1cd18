using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Merlin.Workflow.Yaml;

/// <summary>
/// Writes values as Python's <c>str(value)</c> does: the text that replaces a token, and that names directories.
/// </summary>
/// <remarks>
/// Floating-point numbers take their shortest form that reads back the same, always with <c>.0</c> or an exponent; the
/// exponent form begins below 1e-4 and from 1e16.
/// </remarks>
public static class PythonText
{
    private const int LongestNumber = 40;

    /// <summary>The text of a scalar's value; see <see cref="YamlScalar.Value"/> for the types.</summary>
    public static string Of(object? value) => value switch
    {
        null => "None",
        bool truth => truth ? "True" : "False",
        double number => Of(number),
        float number => Of(number),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The text of a node: of a scalar its value's; of lists and mappings Python's notation.</summary>
    public static string Of(YamlNode node)
    {
        if (node is YamlScalar scalar)
        {
            return scalar.ValueText;
        }

        var text = new StringBuilder();
        AppendRepresentation(text, node);
        return text.ToString();
    }

    /// <summary>The text of a number.</summary>
    public static string Of(double value)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>The text of a single-precision number: the shortest that tells it from its neighbours.</summary>
    public static string Of(float value)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>The text of an integer; without it a long would be taken for a double.</summary>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The text of an unsigned integer.</summary>
    public static string Of(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes a number's text as UTF-8.</summary>
    public static void Write(double value, IBufferWriter<byte> target) =>
        target.Advance(Format(value, target.GetSpan(LongestNumber)));

    /// <summary>Writes a single-precision number's text as UTF-8.</summary>
    public static void Write(float value, IBufferWriter<byte> target) =>
        target.Advance(Format(value, target.GetSpan(LongestNumber)));

    /// <summary>Writes an integer's text as UTF-8.</summary>
    public static void Write(long value, IBufferWriter<byte> target)
    {
        _ = value.TryFormat(target.GetSpan(LongestNumber), out int written, default, CultureInfo.InvariantCulture);
        target.Advance(written);
    }

    /// <summary>Writes an unsigned integer's text as UTF-8.</summary>
    public static void Write(ulong value, IBufferWriter<byte> target)
    {
        _ = value.TryFormat(target.GetSpan(LongestNumber), out int written, default, CultureInfo.InvariantCulture);
        target.Advance(written);
    }

    /// <summary>Writes <c>True</c> or <c>False</c>.</summary>
    public static void Write(bool value, IBufferWriter<byte> target) =>
        target.Write(value ? "True"u8 : "False"u8);

    private static int Format<T>(T value, Span<byte> target)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value))
        {
            ReadOnlySpan<byte> name = T.IsNaN(value) ? "nan"u8 : T.IsNegative(value) ? "-inf"u8 : "inf"u8;
            name.CopyTo(target);
            return name.Length;
        }

        // The runtime's own form has the right digits, but another rule for where the exponent begins.
        Span<byte> own = stackalloc byte[LongestNumber];
        _ = value.TryFormat(own, out int length, "R", CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[LongestNumber];
        (int count, int point) = Digits(own[..length], digits);
        int sign = 0;
        if (T.IsNegative(value))
        {
            target[sign++] = (byte)'-';
        }

        return sign + Arrange(digits[..count], point, target[sign..]);
    }

    /// <summary>Takes a number's digits apart.</summary>
    /// <returns>How many digits there are, and the place of the decimal point before, within or after them.</returns>
    private static (int Count, int Point) Digits(ReadOnlySpan<byte> own, Span<byte> digits)
    {
        int exponent = 0;
        int mark = own.IndexOf((byte)'E');
        if (mark >= 0)
        {
            exponent = int.Parse(own[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            own = own[..mark];
        }

        own = own.TrimStart((byte)'-');
        int dot = own.IndexOf((byte)'.');
        int point = (dot < 0 ? own.Length : dot) + exponent;
        int count = 0;
        foreach (byte digit in own)
        {
            if (digit == (byte)'0' && count == 0)
            {
                point--;
            }
            else if (digit != (byte)'.')
            {
                digits[count++] = digit;
            }
        }

        count = digits[..count].TrimEnd((byte)'0').Length;
        return count == 0 ? (0, 0) : (count, point);
    }

    private static int Arrange(ReadOnlySpan<byte> digits, int point, Span<byte> target)
    {
        if (digits.IsEmpty)
        {
            "0.0"u8.CopyTo(target);
            return 3;
        }

        return point is > -4 and <= 16 ? Positional(digits, point, target) : Scientific(digits, point, target);
    }

    private static int Positional(ReadOnlySpan<byte> digits, int point, Span<byte> target)
    {
        int length = 0;
        if (point <= 0)
        {
            target[length++] = (byte)'0';
        }

        for (int i = Math.Min(point, 0); i < Math.Max(digits.Length, point + 1); i++)
        {
            if (i == point)
            {
                target[length++] = (byte)'.';
            }

            target[length++] = i >= 0 && i < digits.Length ? digits[i] : (byte)'0';
        }

        return length;
    }

    private static int Scientific(ReadOnlySpan<byte> digits, int point, Span<byte> target)
    {
        int length = 0;
        target[length++] = digits[0];
        if (digits.Length > 1)
        {
            target[length++] = (byte)'.';
            digits[1..].CopyTo(target[length..]);
            length += digits.Length - 1;
        }

        int exponent = point - 1;
        target[length++] = (byte)'e';
        target[length++] = (byte)(exponent < 0 ? '-' : '+');
        _ = Math.Abs(exponent).TryFormat(target[length..], out int written, "D2", CultureInfo.InvariantCulture);
        return length + written;
    }

    private static void AppendRepresentation(StringBuilder text, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar { Value: string value }:
                AppendQuoted(text, value);
                break;
            case YamlScalar scalar:
                text.Append(scalar.ValueText);
                break;
            case YamlSequence sequence:
                AppendList(text, sequence);
                break;
            case YamlMapping mapping:
                AppendMapping(text, mapping);
                break;
        }
    }

    private static void AppendList(StringBuilder text, YamlSequence sequence)
    {
        text.Append('[');
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            AppendRepresentation(text, sequence.Items[i]);
        }

        text.Append(']');
    }

    private static void AppendMapping(StringBuilder text, YamlMapping mapping)
    {
        text.Append('{');
        for (int i = 0; i < mapping.Entries.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            AppendRepresentation(text, mapping.Entries[i].Key);
            text.Append(": ");
            AppendRepresentation(text, mapping.Entries[i].Value);
        }

        text.Append('}');
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (char letter in value)
        {
            text.Append(letter switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when letter == quote => "\\" + letter,
                _ => letter.ToString(),
            });
        }

        text.Append(quote);
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Merlin.Workflow.Yaml;

/// <summary>Gives plain scalars their values by the rules of YAML 1.1, as PyYAML applies them.</summary>
/// <remarks>
/// The rules differ from YAML 1.2 where it hurts: <c>010</c> is 8, <c>12:30</c> is 750, <c>yes</c> is true, and
/// <c>1e-5</c> is a string for want of a dot.
/// </remarks>
internal static partial class YamlScalarResolver
{
    // A number this long is nobody's number; without the limit its conversion would take quadratic time.
    private const int LongestNumber = 1000;

    /// <summary>The value of a plain scalar; see <see cref="YamlScalar.Value"/> for the types.</summary>
    public static object? Resolve(string text)
    {
        string trimmed = text.AsSpan().Trim(" \t").Length == text.Length ? text : text.Trim(' ', '\t');
        if (IsNull(trimmed))
        {
            return null;
        }

        if (trimmed.Length > LongestNumber)
        {
            return text;
        }

        return trimmed[0] switch
        {
            >= '0' and <= '9' => Number(trimmed) ?? Time(trimmed) ?? text,
            '-' or '+' or '.' => Number(trimmed) ?? text,
            _ => Boolean(trimmed) ?? text,
        };
    }

    /// <summary>Whether a plain text is an integer or number to the base of 60, such as <c>12:30</c>.</summary>
    public static bool IsSexagesimal(string text) =>
        text.Contains(':', StringComparison.Ordinal) && Resolve(text) is long or BigInteger or double;

    /// <summary>Whether a plain text is an integer in the octal form that YAML 1.1 reads from a leading zero.</summary>
    public static bool IsLeadingZeroOctal(string text) =>
        OctalPattern().IsMatch(text) && text.Length <= LongestNumber;

    private static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    private static object? Boolean(string text) => text switch
    {
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    private static object? Number(string text)
    {
        if (IntegerPattern().IsMatch(text))
        {
            return Integer(text.Replace("_", "", StringComparison.Ordinal));
        }

        return FloatPattern().IsMatch(text) ? Float(text.Replace("_", "", StringComparison.Ordinal)) : (object?)null;
    }

    private static object? Integer(string text)
    {
        bool negative = text[0] == '-';
        string digits = text.TrimStart('+', '-');
        BigInteger? value =
            digits.StartsWith("0b", StringComparison.Ordinal) ? WithBase(digits.AsSpan(2), 2)
            : digits.StartsWith("0x", StringComparison.Ordinal) ? WithBase(digits.AsSpan(2), 16)
            : digits.Contains(':', StringComparison.Ordinal) ? Sexagesimal(digits)
            : digits.Length > 1 && digits[0] == '0' ? WithBase(digits.AsSpan(1), 8)
            : BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return value is { } number ? Narrowed(negative ? -number : number) : null;
    }

    private static object Narrowed(BigInteger number)
    {
        if (number < long.MinValue || number > long.MaxValue)
        {
            return number;
        }

        long narrow = (long)number;
        return narrow;
    }

    private static BigInteger? WithBase(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty)
        {
            return radix == 8 ? BigInteger.Zero : null;
        }

        BigInteger value = 0;
        foreach (char digit in digits)
        {
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return value;
    }

    private static BigInteger? Sexagesimal(string digits)
    {
        BigInteger value = 0;
        foreach (string part in digits.Split(':'))
        {
            value = (value * 60) + BigInteger.Parse(part, CultureInfo.InvariantCulture);
        }

        return value;
    }

    private static double Float(string text)
    {
        double sign = text[0] == '-' ? -1.0 : 1.0;
        string digits = text.TrimStart('+', '-');
        if (digits.Equals(".inf", StringComparison.OrdinalIgnoreCase))
        {
            return sign * double.PositiveInfinity;
        }

        if (digits.Equals(".nan", StringComparison.OrdinalIgnoreCase))
        {
            return double.NaN;
        }

        double value = 0;
        foreach (string part in digits.Split(':'))
        {
            value = (value * 60) + double.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return sign * value;
    }

    private static object? Time(string text)
    {
        if (DatePattern().IsMatch(text))
        {
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
                ? date
                : null;
        }

        Match match = TimestampPattern().Match(text);
        return match.Success ? Timestamp(match) : null;
    }

    private static YamlTimestamp? Timestamp(Match match)
    {
        int Part(string name) => int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        string micros = match.Groups["fraction"].Value.PadRight(6, '0')[..6];
        string written = string.Create(
            CultureInfo.InvariantCulture,
            $"{Part("year"):D4}-{Part("month"):D2}-{Part("day"):D2} {Part("hour"):D2}:{Part("minute"):D2}:{Part("second"):D2}.{micros}");
        if (!DateTime.TryParseExact(
            written, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            return null;
        }

        return new YamlTimestamp(local, Offset(match));
    }

    private static TimeSpan? Offset(Match match)
    {
        if (match.Groups["utc"].Success)
        {
            return TimeSpan.Zero;
        }

        if (!match.Groups["sign"].Success)
        {
            return null;
        }

        int hours = int.Parse(match.Groups["offsetHour"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        int minutes = match.Groups["offsetMinute"].Success
            ? int.Parse(match.Groups["offsetMinute"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
        var offset = new TimeSpan(hours, minutes, 0);
        return match.Groups["sign"].Value == "-" ? -offset : offset;
    }

    [GeneratedRegex(
        @"\A(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(
        @"\A(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
        + @"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(@"\A[-+]?0[0-7_]*[1-7][0-7_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OctalPattern();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?:[Tt]|[ \t]+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})"
        + @"(?:\.(?<fraction>[0-9]*))?(?:[ \t]*(?:(?<utc>Z)|(?<sign>[-+])(?<offsetHour>[0-9]{1,2})(?::(?<offsetMinute>[0-9]{2}))?))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TimestampPattern();
}
